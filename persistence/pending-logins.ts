import * as z from 'zod/mini';

import type { PersistenceDeps } from './deps';
import { parseRecordText, type RecordKind } from './records';
import type { Vault } from './vault';

/** A pasted token that could not be checked at once, and where its owner waits for the answer. */
export interface PendingLogin {
    readonly token: string;
    readonly roomId: string;
    readonly threadId?: string | undefined;
    /** When to give up, milliseconds since 1970. */
    readonly until: number;
}

const pendingKind: RecordKind<PendingLogin> = {
    name: 'pending login',
    version: 1,
    schema: z.object({ token: z.string(), roomId: z.string(), threadId: z.optional(z.string()), until: z.number() }),
};

const NAME = 'pending-login';

/** At most one per user, sealed under that user: a later one takes the place of the one before. */
export class PendingLogins {
    public constructor(
        private readonly deps: Pick<PersistenceDeps, 'onMalformed'>,
        private readonly vault: Vault,
    ) {}

    public async keep(userId: string, login: PendingLogin): Promise<void> {
        await this.vault.seal(userId, NAME, JSON.stringify({ v: pendingKind.version, ...login }));
    }

    /** undefined when there is none, or none that can be opened: there is nobody to ask for the key. */
    public async get(userId: string): Promise<PendingLogin | undefined> {
        const opened = await this.vault.open(userId, NAME);
        if (opened.state !== 'open') {
            return undefined;
        }
        const parsed = parseRecordText(pendingKind, opened.text);
        if (!parsed.ok) {
            this.deps.onMalformed?.({ kind: pendingKind.name, group: userId, problem: parsed.problem });
            return undefined;
        }
        return parsed.value;
    }

    public async remove(userId: string): Promise<void> {
        await this.vault.remove(userId, NAME);
    }
}
