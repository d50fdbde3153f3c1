import { READ_BUDGET_BYTES } from '../bounded-reader';
import type { Effort } from '../effort';
import { findingOf, harmless, ScanError, together, type Finding } from '../finding';
import type { ByteSource } from '../metered-source';
import { ImportLog } from './import-log';
import type { ArrayData } from './joblib-array';
import { Machine, type PickleDialect } from './machine';
import { OPCODES, type LengthType, type Opcode } from './opcodes';
import { MAX_TEXT_BYTES, PickleBytes } from './pickle-bytes';
import { utf8Text } from './text-escapes';
import { OPAQUE } from './values';

/** One-byte opcodes would keep the process busy for as long as there are bytes; the budget alone would let two million pass. */
const MAX_OPCODES = 1_000_000;
/** Each pickle begins with an empty memo; thousands of empty ones in a row are no file that anybody writes. PyTorch's old format has five. */
const MAX_PICKLES = 64;

/** Words with dots between them. The last character may be cut off. */
const ATTRIBUTES = /^[\p{L}\p{N}_]+\.[\p{L}\p{N}_.\ufffd]*$/u;

const STOP = 0x2e;
const FRAME = 0x95;

export interface WalkOptions {
    /** Where the first opcode is, bytes; 0 unless given. */
    readonly from?: number;
    /** So many pickles are walked, one after the other, whatever follows them. Unless given all is walked, to the end of the source. */
    readonly pickles?: number;
    readonly dialect?: PickleDialect;
    /** The most bytes that are read, `READ_BUDGET_BYTES` unless given. */
    readonly budget?: number;
}

export interface PickleWalk extends Finding {
    /** Behind the last STOP, counted from the start of the source; where it came to no end, how far it got. */
    readonly end: number;
    /** What it would have called until then, methods among it that put something into what they belong to. */
    readonly calls: number;
    readonly bytesRead: number;
}

/**
 * Walks the opcodes of a pickle of any protocol (0 to 5) without making, importing or calling anything, and judges what it looks up
 * and does with it. Weights and other long values are jumped over. What follows a STOP is walked as another pickle.
 *
 * The source may be a part of a file (`partOf(source, offset, length)`) or a buffer, for example an inflated one (`bytesSource(bytes)`).
 * The verdict is `error` when it is cut off, contradicts itself or goes beyond a bound, and `dangerous` when something dangerous was found,
 * before such an error as well. Throws what the source throws when the network fails.
 */
export async function walkPickle(source: ByteSource, { from = 0, pickles, dialect = 'python', budget = READ_BUDGET_BYTES }: WalkOptions = {}): Promise<PickleWalk> {
    const bytes = new PickleBytes(source, from, budget);
    const walk = new Walk(bytes, dialect, source.effort);
    const ending = await findingOf('pickle', async () => {
        await walk.walkAll(pickles);
        return harmless('pickle');
    });
    return { ...together('pickle', [...walk.log.findings(), ending]), end: bytes.position, calls: walk.log.calls, bytesRead: bytes.bytesRead };
}

class Walk {
    readonly log = new ImportLog();
    readonly #bytes: PickleBytes;
    readonly #dialect: PickleDialect;
    readonly #effort: Effort | undefined;
    #opcodes = 0;
    #frameEnd: number | undefined;

    constructor(bytes: PickleBytes, dialect: PickleDialect, effort?: Effort) {
        this.#bytes = bytes;
        this.#dialect = dialect;
        this.#effort = effort;
    }

    async walkAll(pickles: number | undefined): Promise<void> {
        for (let count = 0; count === 0 || (pickles === undefined ? !this.#bytes.atEnd : count < pickles); count++) {
            if (count === MAX_PICKLES) throw new ScanError('too-long', `more than ${MAX_PICKLES} pickles in a row`);
            await this.#walkOne(this.#dialect);
        }
    }

    async #walkOne(dialect: PickleDialect): Promise<void> {
        const machine = new Machine(this.log, dialect);
        for (;;) {
            if (this.#bytes.runsLow) await this.#bytes.refill();
            this.#effort?.spend('opcodes', 1);
            if (++this.#opcodes > MAX_OPCODES) throw new ScanError('budget', `more than ${MAX_OPCODES} opcodes`);
            const code = this.#bytes.u8();
            if (code === STOP) break;
            // To wait after each opcode would take more time than all else.
            const pending = code === FRAME ? this.#beginFrame() : this.#perform(opcodeOf(code), machine);
            if (pending) await pending;
            this.#leaveFrame();
            const data = machine.takeArrayData();
            if (data) await this.#passArray(data);
        }
        machine.stack.pop();
        this.#leaveFrame();
        if (this.#frameEnd !== undefined) this.log.note('malformed', 'a frame goes on behind its pickle');
        this.#frameEnd = undefined;
    }

    /** A promise only for a line that may have to be read to an end that is not there yet. */
    #perform(opcode: Opcode, machine: Machine): Promise<void> | undefined {
        switch (opcode.takes) {
            case 'nothing': opcode.run(machine); break;
            case 'payload': this.#skipPayload(opcode.length, machine); break;
            case 'text': machine.pushText(this.#text(opcode)); break;
            case 'line': return this.#withLine(opcode, machine);
            case 'two lines': return this.#withNames(opcode, machine);
            default: opcode.run(machine, this.#bytes[opcode.takes]());
        }
        return undefined;
    }

    /** joblib reads arrays past the unpickler, from the file, so that no frame may be open then. The pickle of an array of objects is a plain one. */
    async #passArray(data: ArrayData): Promise<void> {
        if (this.#frameEnd !== undefined) throw new ScanError('malformed', 'an array inside of a frame');
        if (data.kind === 'pickle') return this.#walkOne('python');
        if (this.#bytes.runsLow) await this.#bytes.refill();
        if (data.isPadded) this.#bytes.skip(this.#bytes.u8());
        this.#bytes.skip(data.length);
    }

    #skipPayload(length: LengthType | number, machine: Machine): void {
        this.#bytes.skip(typeof length === 'number' ? length : this.#length(length));
        machine.stack.push(OPAQUE);
    }

    #text({ length: type, decode }: Opcode & { takes: 'text' }): string | undefined {
        const length = this.#length(type);
        if (length <= MAX_TEXT_BYTES) return decode(this.#bytes.chunk(length));
        this.#bytes.skip(length);
        return undefined;
    }

    async #withLine({ accepts, run }: Opcode & { takes: 'line' }, machine: Machine): Promise<void> {
        if (this.#bytes.runsLow) await this.#bytes.refill();
        if (accepts?.(this.#bytes.lineStart()) === false) throw new ScanError('malformed', 'a number or an id that is none');
        const line = this.#bytes.line();
        if (line === undefined) await this.#bytes.skipLine();
        run(machine, line);
    }

    /** Where the name of a module is longer than any, every unpickler ends, and so it does where a long name is no path of attributes. */
    async #withNames({ run }: Opcode & { takes: 'two lines' }, machine: Machine): Promise<void> {
        if (this.#bytes.runsLow) await this.#bytes.refill();
        const module = this.#bytes.line();
        const name = module && this.#bytes.line();
        const isReadable = name !== undefined || (module !== undefined && ATTRIBUTES.test(utf8Text(this.#bytes.lineStart())));
        run(machine, isReadable ? module : undefined, name);
        if (!isReadable) throw new ScanError('malformed', 'a name that is longer than any');
        if (name === undefined) await this.#bytes.skipLine();
    }

    #length(type: LengthType): number {
        const length = this.#bytes[type]();
        if (length < 0) throw new ScanError('malformed', 'a negative length');
        return length;
    }

    /** Python's two unpicklers disagree on frames that lie: one stops, the other reads on or drops what is left of a line. So the walk goes on, as an error. */
    #beginFrame(): undefined {
        const end = this.#bytes.u64() + this.#bytes.position;
        if (this.#frameEnd !== undefined) this.log.note('malformed', 'a frame inside of a frame');
        if (end > this.#bytes.size) this.log.note('truncated', 'a frame is longer than what there is');
        this.#frameEnd = end;
    }

    #leaveFrame(): void {
        if (this.#frameEnd === undefined || this.#bytes.position < this.#frameEnd) return;
        if (this.#bytes.position > this.#frameEnd) this.log.note('malformed', 'a frame ends inside of an opcode');
        this.#frameEnd = undefined;
    }
}

function opcodeOf(code: number): Opcode {
    const opcode = OPCODES.get(code);
    if (!opcode) throw new ScanError('malformed', `no opcode ${code}`);
    return opcode;
}
