import type { IPersistence, IPersistenceRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';

import { engineStore, type Store } from '../../persistence';

/**
 * What happens next in a store call. A removal is two steps, as on the server: find, then delete. `read:answer` comes when
 * the records have been found and are on their way.
 */
export type StoreStep = 'create' | 'read' | 'read:answer' | 'remove:find' | 'remove:delete';

/** Called before each step; may wait (interleaving) or throw (the process dies here). */
export type StepHook = (step: StoreStep) => void | Promise<void>;

interface StoredDocument {
    readonly associations: readonly string[];
    data: unknown;
}

/** The app's collection on the database server. Any number of processes may be connected to it. */
export class MemoryDatabase {
    private documents: StoredDocument[] = [];
    private state = 0x9e3779b9;

    public insert(data: object, associations: readonly string[]): void {
        this.documents.push({ data: overTheWire(data), associations });
    }

    /** Everything that carries all of `associations`, in an order that changes from call to call. */
    public find(associations: readonly string[]): StoredDocument[] {
        return this.shuffled(this.documents.filter((document) => associations.every((one) => document.associations.includes(one))));
    }

    public findExact(associations: readonly string[]): StoredDocument | undefined {
        return this.documents.find((document) => JSON.stringify(document.associations) === JSON.stringify(associations));
    }

    public delete(associations: readonly string[]): void {
        const gone = new Set(this.find(associations));
        this.documents = this.documents.filter((document) => !gone.has(document));
    }

    /** All that lies in the database, as an administrator would see it. */
    public dump(): string {
        return JSON.stringify(this.documents);
    }

    public get size(): number {
        return this.documents.length;
    }

    /** Damages or rewrites stored records, as somebody with access to the database could. */
    public tamper(change: (data: unknown) => unknown): void {
        for (const document of this.documents) {
            document.data = change(document.data);
        }
    }

    private shuffled(documents: StoredDocument[]): StoredDocument[] {
        for (let i = documents.length - 1; i > 0; i -= 1) {
            const j = this.random(i + 1);
            const [a, b] = [documents[i], documents[j]];
            if (a && b) {
                documents[i] = b;
                documents[j] = a;
            }
        }
        return documents;
    }

    /** xorshift32: a different order each time, the same in each run. */
    private random(below: number): number {
        this.state ^= this.state << 13;
        this.state ^= this.state >>> 17;
        this.state ^= this.state << 5;
        return (this.state >>> 0) % below;
    }
}

/** The engine's accessors over a `MemoryDatabase`, with the semantics of a Rocket.Chat server. */
export class MemoryPersistence implements IPersistence, IPersistenceRead {
    public constructor(
        private readonly database: MemoryDatabase,
        private readonly before: StepHook = () => undefined,
    ) {}

    public create(data: object): Promise<string> {
        return this.createWithAssociations(data, []);
    }

    public createWithAssociation(data: object, association: RocketChatAssociationRecord): Promise<string> {
        return this.createWithAssociations(data, [association]);
    }

    public async createWithAssociations(data: object, associations: RocketChatAssociationRecord[]): Promise<string> {
        if (typeof data !== 'object') {
            throw new Error('Attempted to store an invalid data type, it must be an object.');
        }
        await this.before('create');
        this.database.insert(data, associations.map(keyOf));
        return 'an id that cannot be relied on';
    }

    public readByAssociation(association: RocketChatAssociationRecord): Promise<object[]> {
        return this.readByAssociations([association]);
    }

    public async readByAssociations(associations: RocketChatAssociationRecord[]): Promise<object[]> {
        await this.before('read');
        const found = dataOf(this.database.find(associations.map(keyOf)));
        await this.before('read:answer');
        return found;
    }

    public removeByAssociation(association: RocketChatAssociationRecord): Promise<object[]> {
        return this.removeByAssociations([association]);
    }

    public async removeByAssociations(associations: RocketChatAssociationRecord[]): Promise<object[]> {
        const keys = associations.map(keyOf);
        await this.before('remove:find');
        const found = this.database.find(keys);
        await this.before('remove:delete');
        this.database.delete(keys);
        return found.length > 0 ? dataOf(found) : nothing();
    }

    public updateByAssociation(association: RocketChatAssociationRecord, data: object, upsert?: boolean): Promise<string> {
        return this.updateByAssociations([association], data, upsert);
    }

    public async updateByAssociations(associations: RocketChatAssociationRecord[], data: object, upsert = false): Promise<string> {
        const document = this.database.findExact(associations.map(keyOf));
        if (document) {
            document.data = overTheWire(data);
        } else if (upsert) {
            await this.createWithAssociations(data, associations);
        }
        return '';
    }

    public update(): Promise<string> {
        return Promise.reject(new Error('Not implemented.'));
    }

    public read(): Promise<object> {
        return Promise.resolve(nothing());
    }

    public remove(): Promise<object> {
        return Promise.resolve(nothing());
    }
}

/** A process connected to the database. */
export function memoryStore(database: MemoryDatabase, before?: StepHook): Store {
    const persistence = new MemoryPersistence(database, before);
    return engineStore(persistence, persistence);
}

/** A handler that was given `IRead` only. */
export function readOnlyStore(database: MemoryDatabase): Store {
    return engineStore(undefined, new MemoryPersistence(database));
}

/** Notes the calls that a process makes, one per round trip. */
export function noteCalls(calls: string[]): (step: string) => void {
    return (step) => {
        const [call = step, part] = step.split(':');
        if (part !== 'answer' && part !== 'delete') {
            calls.push(call);
        }
    };
}

export class Killed extends Error {
    public constructor() {
        super('The process was killed.');
    }
}

/** Lets `steps` steps happen, then kills the process: this step and all later ones throw. */
export function killAfter(steps: number): () => void {
    let left = steps;
    return () => {
        left -= 1;
        if (left < 0) {
            throw new Killed();
        }
    };
}

/**
 * Runs `work` in a process that is killed after 0, 1, 2 … steps until it gets through, each time on the database that
 * `prepare` makes, and lets `check` look at what is left. Returns how many kills there were.
 */
export async function killAtEveryStep(plan: {
    prepare: () => Promise<MemoryDatabase>;
    work: (store: Store) => Promise<unknown>;
    check: (database: MemoryDatabase, kills: number) => Promise<void>;
}): Promise<number> {
    for (let steps = 0; ; steps += 1) {
        const database = await plan.prepare();
        const survived = await survives(plan.work(memoryStore(database, killAfter(steps))));
        await plan.check(database, steps);
        if (survived) {
            return steps;
        }
    }
}

/** Whether what a process does comes to its end before the process is killed. Rejects for any other failure. */
export async function survives(work: Promise<unknown>): Promise<boolean> {
    try {
        await work;
        return true;
    } catch (error) {
        if (error instanceof Killed) {
            return false;
        }
        throw error;
    }
}

function keyOf(association: RocketChatAssociationRecord): string {
    const { model, id } = association as unknown as { model: string; id: string };
    return `${model}/${id}`;
}

function dataOf(documents: readonly StoredDocument[]): object[] {
    return documents.map((document) => overTheWire(document.data) as object);
}

/** What a server answers where the types promise a value. */
function nothing(): never {
    return undefined as never;
}

/** MessagePack knows no undefined: it arrives as null. Nothing is shared between two processes. */
function overTheWire(data: unknown): unknown {
    if (Array.isArray(data)) {
        return data.map(overTheWire);
    }
    if (typeof data === 'object' && data !== null) {
        return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, overTheWire(value)]));
    }
    return data === undefined ? null : data;
}
