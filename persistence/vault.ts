import * as z from 'zod/mini';

import { association } from './association';
import { newId, type PersistenceDeps } from './deps';
import type { Key } from './key-material';
import type { KeyRing } from './keys';
import { type RecordKind, Records } from './records';
import { IV_BYTES, openBox, sealBox, type SealedBox } from './sealed-box';

/** What became of a secret. `unreadable`: its key is gone, or the blob, its owner or its name was changed. */
export type Opened =
    | { readonly state: 'open'; readonly text: string }
    | { readonly state: 'none' }
    | { readonly state: 'unreadable'; readonly reason: 'key-lost' | 'tampered' };

/** One version of a secret; without a box it says that the secret was removed. */
interface Version {
    readonly v: 1;
    readonly id: string;
    /** When the secret was given; a version sealed anew under another key keeps it. Milliseconds since 1970. */
    readonly at: number;
    readonly sealedAt: number;
    readonly box?: SealedBox | undefined;
}

const versionKind: RecordKind<Version> = {
    name: 'vault',
    version: 1,
    schema: z.object({
        v: z.literal(1),
        id: z.string(),
        at: z.number(),
        sealedAt: z.number(),
        box: z.optional(z.object({ keyId: z.string(), iv: z.string(), tag: z.string(), text: z.string() })),
    }),
};

const tombstoneKind: RecordKind<Tombstone> = {
    name: 'vault tombstone',
    version: 1,
    schema: z.object({ v: z.literal(1), id: z.string(), at: z.number() }),
};

type Tombstone = Pick<Version, 'v' | 'id' | 'at'>;

/**
 * Secrets at rest, each under an owner (a Rocket.Chat user id) and a name. A blob opens only under the owner and the name
 * it was sealed under. The newest version wins; older ones are removed after it is stored.
 */
export class Vault {
    private readonly versions: Records<Version>;

    public constructor(
        private readonly deps: PersistenceDeps,
        private readonly keys: KeyRing,
    ) {
        this.versions = new Records(deps, versionKind);
    }

    /** Stores a secret in place of the one before. */
    public async seal(owner: string, name: string, text: string): Promise<void> {
        const older = await this.read(owner, name);
        const at = this.after(older);
        await this.append(owner, name, { at, sealedAt: at, box: this.box(await this.keys.sealingKey(), { owner, name, text }) });
        await this.discard(owner, name, older);
    }

    /** Opens a secret. One sealed under a key that no longer seals is sealed anew on the way. */
    public async open(owner: string, name: string): Promise<Opened> {
        const versions = await this.read(owner, name);
        const [newest, ...older] = versions;
        if (!newest) {
            return { state: 'none' };
        }
        const opened = newest.box ? await this.unbox(newest.box, contextOf(owner, name)) : ({ state: 'none' } as const);
        if (opened.state !== 'unreadable' && this.deps.store.writable) {
            await this.discard(owner, name, older);
            await this.renew(owner, name, { newest, opened });
        }
        return opened;
    }

    /**
     * Removes a secret. A marker stays behind until `sweep`, so that a server that is just sealing the secret anew does
     * not bring it back.
     */
    public async remove(owner: string, name: string): Promise<void> {
        const versions = await this.read(owner, name);
        if (!versions.some((version) => version.box)) {
            return;
        }
        const at = this.after(versions);
        await this.append(owner, name, { at, sealedAt: at });
        await this.discard(owner, name, versions);
    }

    /** Removes the markers of secrets that were removed before `before`, milliseconds since 1970. */
    public async sweep(before: number): Promise<void> {
        const tombstones = new Records(this.deps, tombstoneKind);
        const old = (await tombstones.read(association.vaultTombstone)).filter((tombstone) => tombstone.at < before);
        await tombstones.remove(association.vaultTombstone, old.map((tombstone) => tombstone.id));
    }

    private async renew(owner: string, name: string, { newest, opened }: { newest: Version; opened: Opened }): Promise<void> {
        if (opened.state !== 'open') {
            return;
        }
        const key = await this.keys.sealingKey();
        if (key.id === newest.box?.keyId) {
            return;
        }
        const sealedAt = Math.max(this.deps.clock(), newest.sealedAt + 1);
        await this.append(owner, name, { at: newest.at, sealedAt, box: this.box(key, { owner, name, text: opened.text }) });
        await this.discard(owner, name, [newest]);
    }

    private async unbox(box: SealedBox, context: string): Promise<Opened> {
        const key = await this.keys.find(box.keyId);
        if (!key) {
            return { state: 'unreadable', reason: 'key-lost' };
        }
        const text = openBox(key, context, box);
        return text === undefined ? { state: 'unreadable', reason: 'tampered' } : { state: 'open', text };
    }

    private box(key: Key, { owner, name, text }: { owner: string; name: string; text: string }): SealedBox {
        return sealBox(key, this.deps.rand(IV_BYTES), contextOf(owner, name), text);
    }

    /** Now, or just after the newest version if the clock of the server that wrote it is ahead of ours. */
    private after(versions: readonly Version[]): number {
        return Math.max(this.deps.clock(), ...versions.map((version) => version.at + 1));
    }

    /** Newest first. */
    private async read(owner: string, name: string): Promise<Version[]> {
        const versions = await this.versions.read(association.vault(owner, name));
        return versions.sort((a, b) => b.at - a.at || b.sealedAt - a.sealedAt || (a.id < b.id ? 1 : -1));
    }

    private async append(owner: string, name: string, version: Pick<Version, 'at' | 'sealedAt' | 'box'>): Promise<void> {
        const groups = version.box ? [] : [association.vaultTombstone];
        await this.versions.append({ v: 1, id: newId(this.deps.rand), ...version }, [association.vault(owner, name), ...groups]);
    }

    private async discard(owner: string, name: string, versions: readonly Version[]): Promise<void> {
        await this.versions.remove(association.vault(owner, name), versions.map((version) => version.id));
    }
}

function contextOf(owner: string, name: string): string {
    return JSON.stringify([owner, name]);
}
