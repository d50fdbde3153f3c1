/** The same bytes as a request may carry them; copied only out of memory that is shared between threads. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const { buffer, byteOffset, length } = bytes;
    return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
}
