import { createHash, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileContent } from '../bytes/file-content';
import { StoredBytes } from './stored-bytes';
import type { UploadRules } from './upload-rules';

/** An object as LFS names it. */
export interface ObjectName {
    /** SHA-256 of its bytes, in hex. */
    oid: string;
    /** Bytes. */
    size: number;
}

/** What came in by one upload. */
export interface Received {
    size: number;
    /** MD5 in hex, which S3 answers as the ETag. */
    md5: string;
}

/** More bytes came than the address was made for. */
export class TooManyBytes extends Error {
    override readonly name = 'TooManyBytes';
}

interface Arrived extends Received {
    file: string;
    sha256: string;
}

/**
 * The bytes of pushed files, each in a file of its own: `<folder>/<id of the repo>/<sha256>`. Repositories share none, as on the Hub.
 * An object is there once it is whole and has the hash that it was announced with; what comes in meanwhile lies in `incoming`.
 */
export class ObjectStore {
    private folder: string | undefined;
    private readonly sizes = new Map<string, number>();
    private used = 0;

    /** Without a folder it makes a temporary one when the first object comes, and removes it when closed. */
    constructor(readonly rules: UploadRules, private readonly kept?: string) {
        if (kept !== undefined && existsSync(kept)) {
            rmSync(join(kept, 'incoming'), { recursive: true, force: true });
            readdirSync(kept).forEach((repo) => readdirSync(join(kept, repo)).forEach((oid) => this.count(`${repo}/${oid}`, statSync(join(kept, repo, oid)).size)));
        }
    }

    /** Whether that many bytes more may be kept. */
    hasRoomFor(size: number): boolean {
        return this.used + size <= this.rules.capacity;
    }

    get(repo: string, { oid, size }: ObjectName): FileContent | undefined {
        const key = `${repo}/${oid}`;
        return this.sizes.get(key) === size ? new StoredBytes(join(this.root(), key), size, oid) : undefined;
    }

    /** Takes an object in, hashing on the way. One that is not what its name says is answered like any other, as an object store does, but not kept. */
    async put(repo: string, { oid, size }: ObjectName, body: AsyncIterable<Uint8Array>): Promise<Received> {
        const arrived = await this.arrive(body, size);
        if (arrived.sha256 === oid && arrived.size === size) {
            this.keep(arrived.file, `${repo}/${oid}`, size);
        } else {
            rmSync(arrived.file);
        }
        return arrived;
    }

    /** The same at once, for bytes that are in memory anyhow. */
    add(repo: string, bytes: Uint8Array): ObjectName {
        const name = { oid: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
        if (!this.get(repo, name)) {
            const file = this.newFile();
            writeFileSync(file, bytes);
            this.keep(file, `${repo}/${name.oid}`, name.size);
        }
        return name;
    }

    /** Takes in a part of an object; `joined` makes one of them. Throws TooManyBytes above `most`. */
    async part(body: AsyncIterable<Uint8Array>, most: number): Promise<Received & { file: string }> {
        return this.arrive(body, most);
    }

    /** Puts the object together from its parts, which are gone afterwards. */
    async join(repo: string, name: ObjectName, files: readonly string[]): Promise<Received> {
        const received = await this.put(repo, name, chained(files));
        this.drop(files);
        return received;
    }

    drop(files: readonly string[]): void {
        files.forEach((file) => rmSync(file, { force: true }));
    }

    close(): void {
        if (this.kept === undefined && this.folder !== undefined) {
            rmSync(this.folder, { recursive: true, force: true });
        }
    }

    private root(): string {
        this.folder ??= this.kept ?? mkdtempSync(join(tmpdir(), 'hub-objects-'));
        return this.folder;
    }

    private newFile(): string {
        const folder = join(this.root(), 'incoming');
        mkdirSync(folder, { recursive: true });
        return join(folder, randomBytes(12).toString('hex'));
    }

    private async arrive(body: AsyncIterable<Uint8Array>, most: number): Promise<Arrived> {
        const file = this.newFile();
        const sha256 = createHash('sha256');
        const md5 = createHash('md5');
        const descriptor = openSync(file, 'w');
        let size = 0;
        try {
            for await (const chunk of body) {
                size += chunk.length;
                if (size > most) {
                    throw new TooManyBytes(`More than ${most} bytes came.`);
                }
                sha256.update(chunk);
                md5.update(chunk);
                writeAll(descriptor, chunk);
            }
        } catch (error) {
            rmSync(file);
            throw error;
        } finally {
            closeSync(descriptor);
        }
        return { file, size, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
    }

    private keep(file: string, key: string, size: number): void {
        const target = join(this.root(), key);
        mkdirSync(join(target, '..'), { recursive: true });
        renameSync(file, target);
        this.count(key, size);
    }

    private count(key: string, size: number): void {
        this.used += size - (this.sizes.get(key) ?? 0);
        this.sizes.set(key, size);
    }
}

/** At once: handing pieces of 64 KiB to other threads takes longer than writing them. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
        at += writeSync(descriptor, bytes, at);
    }
}

async function* chained(files: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const file of files) {
        for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
            yield chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
        }
    }
}
