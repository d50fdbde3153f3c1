/** The bytes of a file, wherever they are. */
export interface FileContent {
    /** Bytes. */
    readonly size: number;
    /** The bytes from `start` up to, not including, `end`; ends are clamped to the file. */
    read(start?: number, end?: number): Uint8Array<ArrayBuffer>;
    /** The same range in pieces, never holding more than one of them. */
    stream(start: number, end: number): ReadableStream<Uint8Array>;
    /** SHA-256 in hex. */
    sha256(): string;
}
