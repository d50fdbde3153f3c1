import { ScanError } from '../finding';
import type { ByteSource } from '../metered-source';

/** A longer text is no name that anybody can import; its length is known, its letters are not kept. Stops memory being filled by one text. */
export const MAX_TEXT_BYTES = 256;
/** One opcode with its longest argument whose bytes are looked at: eight bytes of length and two lines of `MAX_TEXT_BYTES`. */
const LOOKAHEAD_BYTES = 1024;
/** What one read asks for: after a jump little, because the next tensor may be near, and more as long as the walk goes straight on. */
const FIRST_READ_BYTES = 16 * 1024;
const LARGEST_READ_BYTES = 128 * 1024;
/** A stream of nothing but short jumps would need a request for each; weights inside a pickle are some hundred at most. */
const MAX_READS = 256;

const NEWLINE = 0x0a;

/** The bytes of a pickle one after the other, within a budget. `refill` reads; all else looks at what is there. */
export class PickleBytes {
    readonly #source: ByteSource;
    readonly #budget: number;
    #window = new Uint8Array();
    #view = new DataView(this.#window.buffer);
    #windowAt: number;
    #offset = 0;
    #readSize = FIRST_READ_BYTES;
    #reads = 0;
    #bytesRead = 0;

    constructor(source: ByteSource, from: number, budget: number) {
        this.#source = source;
        this.#budget = budget;
        this.#windowAt = from;
    }

    get position(): number { return this.#windowAt + this.#offset; }
    get size(): number { return this.#source.size; }
    get bytesRead(): number { return this.#bytesRead; }
    get atEnd(): boolean { return this.position >= this.#source.size; }
    /** Whether the next opcode and its argument may lie beyond what is there. */
    get runsLow(): boolean { return this.#buffered < LOOKAHEAD_BYTES && this.#windowAt + this.#window.byteLength < this.#source.size; }

    get #buffered(): number { return this.#window.byteLength - this.#offset; }

    /** Reads on. What is left of the window is kept, and is less than `LOOKAHEAD_BYTES`. */
    async refill(): Promise<void> {
        const left = this.#window.subarray(this.#offset);
        const from = this.position + left.byteLength;
        const length = Math.min(this.#readSize, this.#source.size - from, this.#budget - this.#bytesRead);
        if (length <= 0 || this.#reads >= MAX_READS) throw new ScanError('budget', `more than ${this.#bytesRead} bytes of opcodes`);
        const bytes = await this.#source.read(from, length);
        if (bytes.byteLength < length) throw new ScanError('truncated', `the source ends at ${from + bytes.byteLength}`);
        this.#reads++;
        this.#bytesRead += length;
        this.#readSize = Math.min(this.#readSize * 2, LARGEST_READ_BYTES);
        this.#setWindow(this.position, joined(left, bytes.subarray(0, length)));
    }

    /** Unsigned, little-endian. */
    u8(): number { return this.#view.getUint8(this.#take(1)); }
    u16(): number { return this.#view.getUint16(this.#take(2), true); }
    u32(): number { return this.#view.getUint32(this.#take(4), true); }
    i32(): number { return this.#view.getInt32(this.#take(4), true); }

    /** Rounded beyond 2^53, where everything lies behind the end. */
    u64(): number { return Number(this.#view.getBigUint64(this.#take(8), true)); }

    /** Moves on without reading; costs nothing of the budget. */
    skip(length: number): void {
        const position = this.position + length;
        if (!Number.isSafeInteger(position) || position > this.#source.size) throw new ScanError('truncated', `a value ends at ${position}`);
        if (length <= this.#buffered) {
            this.#offset += length;
            return;
        }
        this.#readSize = FIRST_READ_BYTES;
        this.#setWindow(position, new Uint8Array());
    }

    /** At most `MAX_TEXT_BYTES`. */
    chunk(length: number): Uint8Array {
        const offset = this.#take(length);
        return this.#window.subarray(offset, offset + length);
    }

    /** The bytes up to the next line feed, which is passed; undefined, and nothing passed, when they are more than a name may have. */
    line(): Uint8Array | undefined {
        const end = this.#window.indexOf(NEWLINE, this.#offset);
        const length = (end === -1 ? this.#window.byteLength : end) - this.#offset;
        if (length > MAX_TEXT_BYTES) return undefined;
        if (end === -1) throw new ScanError('truncated', 'a line has no end');
        const line = this.#window.subarray(this.#offset, end);
        this.#offset = end + 1;
        return line;
    }

    /** The beginning of a line, at most `MAX_TEXT_BYTES` of it; its end does not have to be there. */
    lineStart(): Uint8Array {
        const start = this.#window.subarray(this.#offset, this.#offset + MAX_TEXT_BYTES);
        const end = start.indexOf(NEWLINE);
        return end === -1 ? start : start.subarray(0, end);
    }

    /** Moves behind the next line feed, however far that is; its bytes have to be read and count. */
    async skipLine(): Promise<void> {
        for (;;) {
            const end = this.#window.indexOf(NEWLINE, this.#offset);
            if (end !== -1) {
                this.#offset = end + 1;
                return;
            }
            this.#offset = this.#window.byteLength;
            if (this.atEnd) throw new ScanError('truncated', 'a line has no end');
            await this.refill();
        }
    }

    #take(length: number): number {
        if (length > this.#buffered) throw new ScanError('truncated', `it ends inside of an opcode at ${this.position}`);
        const offset = this.#offset;
        this.#offset += length;
        return offset;
    }

    #setWindow(at: number, window: Uint8Array<ArrayBuffer>): void {
        this.#window = window;
        this.#view = new DataView(window.buffer, window.byteOffset, window.byteLength);
        this.#windowAt = at;
        this.#offset = 0;
    }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(left.byteLength + right.byteLength);
    bytes.set(left);
    bytes.set(right, left.byteLength);
    return bytes;
}
