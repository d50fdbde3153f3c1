import * as z from 'zod/mini';

import { association } from './association';
import { newId, type PersistenceDeps } from './deps';
import { environmentKeys, type Key, KEY_BYTES, keyOf } from './key-material';
import { type RecordKind, Records } from './records';

/** Where the sealing key comes from. A generated one lies beside what it seals, so it guards against less. */
export type KeyStrength = 'environment' | 'generated';

interface KeyRecord {
    readonly v: 1;
    readonly id: string;
    readonly createdAt: number;
    /** base64 */
    readonly key: string;
}

const keyKind: RecordKind<KeyRecord> = {
    name: 'key',
    version: 1,
    schema: z.object({ v: z.literal(1), id: z.string(), createdAt: z.number(), key: z.string() }),
};

/** What a process remembers of keys between handlers; losing it costs one read and one key derivation. */
export class KeyMemory {
    public generated: readonly Key[] = [];
    private derived?: { readonly from: string | undefined; readonly keys: Promise<Key[]> };

    /** The keys of one value of `TOKEN_KEY`, derived once: the environment of a running server does not change. */
    public environment(value: string | undefined): Promise<Key[]> {
        if (!this.derived || this.derived.from !== value) {
            this.derived = { from: value, keys: environmentKeys(value) };
        }
        return this.derived.keys;
    }
}

export interface KeyRingDeps extends PersistenceDeps {
    /** The value of the environment variable `TOKEN_KEY`, see `environmentKeys`. */
    readonly environment: string | undefined;
    /** Shared by all key rings of a process. */
    readonly memory?: KeyMemory;
}

/**
 * The keys that open what is stored, and the one that seals: the first of the environment, else the oldest generated one.
 * Generated keys are appended and never removed. Two servers that generate at once both do so; either key opens, and
 * both servers come to seal with the smaller one by (createdAt, id).
 */
export class KeyRing {
    public readonly strength: KeyStrength;
    private readonly memory: KeyMemory;
    private readonly records: Records<KeyRecord>;

    public constructor(private readonly deps: KeyRingDeps) {
        this.strength = deps.environment?.replaceAll(',', '').trim() ? 'environment' : 'generated';
        this.memory = deps.memory ?? new KeyMemory();
        this.records = new Records(deps, keyKind);
    }

    /** The key for new blobs; generates one when there is none. */
    public async sealingKey(): Promise<Key> {
        const [first] = await this.known();
        if (first) {
            return first;
        }
        return (await this.readGenerated())[0] ?? (await this.generate());
    }

    /** Every key that opens, the one that seals first. */
    public async all(): Promise<readonly Key[]> {
        const sealing = await this.sealingKey();
        const others = [...(await this.known()), ...(await this.readGenerated())].filter((key) => key.id !== sealing.id);
        return [sealing, ...new Map(others.map((key) => [key.id, key])).values()];
    }

    /** The key with that id, or undefined when it is lost. One round trip at most. */
    public async find(id: string): Promise<Key | undefined> {
        const isWanted = (key: Key): boolean => key.id === id;
        return (await this.known()).find(isWanted) ?? (await this.readGenerated()).find(isWanted);
    }

    private async known(): Promise<Key[]> {
        return [...(await this.memory.environment(this.deps.environment)), ...this.memory.generated];
    }

    private async generate(): Promise<Key> {
        const key = keyOf(this.deps.rand(KEY_BYTES));
        const record: KeyRecord = { v: 1, id: newId(this.deps.rand), createdAt: this.deps.clock(), key: key.bytes.toString('base64') };
        await this.records.append(record, [association.key]);
        // Another server may have been first.
        return (await this.readGenerated())[0] ?? key;
    }

    private async readGenerated(): Promise<readonly Key[]> {
        const records = await this.records.read(association.key);
        records.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
        this.memory.generated = records.map((record) => keyOf(Buffer.from(record.key, 'base64')));
        return this.memory.generated;
    }
}
