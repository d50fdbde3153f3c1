import { closeSync, openSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { FileContent } from '../bytes/file-content';

const CHUNK = 1024 * 1024;

/** Bytes in a file on disk, whose hash was taken when they came in. */
export class StoredBytes implements FileContent {
    constructor(private readonly file: string, readonly size: number, private readonly hash: string) {}

    sha256(): string {
        return this.hash;
    }

    read(start = 0, end = this.size): Uint8Array<ArrayBuffer> {
        const from = Math.max(0, start);
        const bytes = new Uint8Array(Math.max(0, Math.min(this.size, end) - from));
        const descriptor = openSync(this.file, 'r');
        try {
            for (let at = 0; at < bytes.length;) {
                const count = readSync(descriptor, bytes, at, bytes.length - at, from + at);
                if (count === 0) {
                    throw new Error(`${this.file} is shorter than ${this.size} bytes.`);
                }
                at += count;
            }
        } finally {
            closeSync(descriptor);
        }
        return bytes;
    }

    stream(start: number, end: number): ReadableStream<Uint8Array> {
        let opened: Promise<FileHandle> | undefined;
        let at = start;
        return new ReadableStream<Uint8Array>({
            pull: async (controller) => {
                const handle = await (opened ??= open(this.file, 'r'));
                const { bytesRead, buffer } = await handle.read(new Uint8Array(Math.min(CHUNK, end - at)), { position: at });
                controller.enqueue(buffer.subarray(0, bytesRead));
                at += bytesRead;
                if (at >= end || bytesRead === 0) {
                    await handle.close();
                    controller.close();
                }
            },
            cancel: async () => (await opened)?.close(),
        }, { highWaterMark: 0 });
    }
}
