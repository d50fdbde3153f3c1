import type { ReadRange } from '../hub';
import { HeaderError } from './header-reading';

/** All that is ever read of one file, bytes. Stops headers that claim to be as long as the file. */
export const READ_BUDGET_BYTES = 2 * 1024 * 1024;

/** One request reads this much ahead: a header of usual size is one request, and a budget is at most 16 of them. */
const CHUNK_BYTES = 128 * 1024;

/** Reads little-endian values one after the other from a remote file, within a byte budget. */
export class BoundedReader {
    readonly #readRange: ReadRange;
    readonly #text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
    #budget: number;
    #position = 0;
    #window: Uint8Array = new Uint8Array();
    #windowAt = 0;

    constructor(readRange: ReadRange, budget: number = READ_BUDGET_BYTES) {
        this.#readRange = readRange;
        this.#budget = budget;
    }

    get position(): number { return this.#position; }

    async u8(): Promise<number> { return (await this.#take(1)).getUint8(0); }
    async i8(): Promise<number> { return (await this.#take(1)).getInt8(0); }
    async u16(): Promise<number> { return (await this.#take(2)).getUint16(0, true); }
    async i16(): Promise<number> { return (await this.#take(2)).getInt16(0, true); }
    async u32(): Promise<number> { return (await this.#take(4)).getUint32(0, true); }
    async i32(): Promise<number> { return (await this.#take(4)).getInt32(0, true); }
    async f32(): Promise<number> { return (await this.#take(4)).getFloat32(0, true); }
    async f64(): Promise<number> { return (await this.#take(8)).getFloat64(0, true); }
    /** Signed; beyond 2^53 it loses digits, which no fact we show needs. */
    async i64(): Promise<number> { return Number((await this.#take(8)).getBigInt64(0, true)); }

    /** An unsigned value, as exact as a number can be. */
    async u64Value(): Promise<number> { return Number((await this.#take(8)).getBigUint64(0, true)); }

    /** A length or count. Beyond 2^53 it cannot be one, and a rounded number must not pass for it. */
    async u64(): Promise<number> {
        const value = (await this.#take(8)).getBigUint64(0, true);
        if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new HeaderError('too-long', `a length of ${value}`);
        return Number(value);
    }

    async text(length: number): Promise<string> {
        return this.#text.decode(await this.#take(length));
    }

    /** Moves on without reading; costs nothing of the budget. */
    skip(length: number): void {
        const position = this.#position + length;
        if (!Number.isSafeInteger(position)) throw new HeaderError('too-long', `a length of ${length}`);
        this.#position = position;
    }

    async #take(length: number): Promise<DataView> {
        const end = this.#position + length;
        if (this.#position < this.#windowAt || end > this.#windowAt + this.#window.byteLength) await this.#load(length);
        const offset = this.#position - this.#windowAt;
        this.#position = end;
        return new DataView(this.#window.buffer, this.#window.byteOffset + offset, length);
    }

    async #load(length: number): Promise<void> {
        const wanted = Math.min(Math.max(length, CHUNK_BYTES), this.#budget);
        if (length > wanted) throw new HeaderError('budget', `more than ${READ_BUDGET_BYTES} bytes of header`);
        const bytes = await this.#readRange(this.#position, wanted);
        this.#budget -= wanted;
        if (bytes.byteLength < length) throw new HeaderError('truncated', `the file ends at ${this.#position + bytes.byteLength}`);
        this.#window = bytes;
        this.#windowAt = this.#position;
    }
}
