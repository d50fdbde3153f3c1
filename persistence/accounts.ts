import { createHash } from 'crypto';
import * as z from 'zod/mini';

import type { PersistenceDeps } from './deps';
import { HubPeople } from './hub-people';
import { parseRecordText, type RecordKind } from './records';
import type { Vault } from './vault';

/** How a chat user came to a Hugging Face token: pasted, or granted by signing in. */
export type AccountKind = 'token' | 'oauth';

export interface NewAccount {
    readonly kind: AccountKind;
    readonly token: string;
    /** OAuth only. */
    readonly refreshToken?: string | undefined;
    /** When the token ends, milliseconds since 1970; undefined when it does not or is not known. */
    readonly expiresAt?: number | undefined;
    /** OAuth only: what the user agreed to. */
    readonly scopes?: readonly string[] | undefined;
    /** The Hugging Face user name. */
    readonly name?: string | undefined;
}

export interface Account extends NewAccount {
    /** Tells this user's token from any other without giving it away: 16 hex digits, fit for cache keys and logs. */
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly storedAt: number;
}

export type AccountLookup = { readonly state: 'ok'; readonly account: Account } | { readonly state: 'none' } | { readonly state: 'unreadable' };

type StoredAccount = Omit<Account, 'id'>;

const accountKind: RecordKind<StoredAccount> = {
    name: 'account',
    version: 1,
    schema: z.object({
        kind: z.enum(['token', 'oauth']),
        token: z.string(),
        refreshToken: z.optional(z.string()),
        expiresAt: z.optional(z.number()),
        scopes: z.optional(z.array(z.string())),
        name: z.optional(z.string()),
        storedAt: z.number(),
    }),
};

const NAME = 'account';

/** The Hugging Face account of each chat user, sealed whole under that user. */
export class Accounts {
    private readonly people: HubPeople;

    public constructor(
        private readonly deps: PersistenceDeps,
        private readonly vault: Vault,
    ) {
        this.people = new HubPeople(deps);
    }

    /** `unreadable` asks the user to log in again: the key that sealed the account is gone, or the blob was changed. */
    public async get(userId: string): Promise<AccountLookup> {
        const opened = await this.vault.open(userId, NAME);
        if (opened.state !== 'open') {
            return { state: opened.state };
        }
        const parsed = parseRecordText(accountKind, opened.text);
        if (!parsed.ok) {
            this.deps.onMalformed?.({ kind: accountKind.name, group: userId, problem: parsed.problem });
            return { state: 'unreadable' };
        }
        return { state: 'ok', account: identified(userId, parsed.value) };
    }

    /** Stores an account in place of the one before. */
    public async put(userId: string, account: NewAccount): Promise<Account> {
        const stored: StoredAccount = { ...account, storedAt: this.deps.clock() };
        // First, because who is named there and not signed in is nobody, and who is signed in and not named there is not found.
        if (account.name !== undefined) {
            await this.people.add(account.name, userId);
        }
        await this.vault.seal(userId, NAME, JSON.stringify({ v: accountKind.version, ...stored }));
        return identified(userId, stored);
    }

    public async remove(userId: string): Promise<void> {
        const found = await this.get(userId);
        await this.vault.remove(userId, NAME);
        if (found.state === 'ok' && found.account.name !== undefined) {
            await this.people.remove(found.account.name, userId);
        }
    }

    /** Ids of the chat users who are signed in with the Hugging Face account of this name. A round trip, and two more for each. */
    public async usersOf(hubName: string): Promise<string[]> {
        const named = await this.people.named(hubName);
        const found = await Promise.all(named.map((userId) => this.get(userId)));
        return named.filter((_userId, index) => isNamed(found[index], hubName));
    }
}

const isNamed = (found: AccountLookup | undefined, hubName: string): boolean => found?.state === 'ok' && found.account.name?.toLowerCase() === hubName.toLowerCase();

function identified(userId: string, account: StoredAccount): Account {
    return { ...account, id: accountId(userId, account.token) };
}

/** The id that the account has or would have, see `Account`. */
export function accountId(userId: string, token: string): string {
    return createHash('sha256').update(JSON.stringify(['account', userId, token])).digest('hex').slice(0, 16);
}
