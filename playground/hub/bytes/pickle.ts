/** Pickle streams written opcode by opcode (CPython `Lib/pickle.py`). They are data here: nothing in this project loads them. */
const PROTO = 0x80;
const FRAME = 0x95;
const EMPTY_DICT = 0x7d;
const MARK = 0x28;
const SETITEMS = 0x75;
const STOP = 0x2e;
const BINFLOAT = 0x47;
const BINUNICODE = 0x58;
const SHORT_BINUNICODE = 0x8c;
const BINPUT = 0x71;
const MEMOIZE = 0x94;
const GLOBAL = 0x63;
const TUPLE1 = 0x85;
const REDUCE = 0x52;

const encode = (text: string): number[] => [...new TextEncoder().encode(text)];

function u32(value: number): number[] {
    return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
}

function float(value: number): number[] {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, false);
    return [BINFLOAT, ...bytes];
}

const unicode = (text: string): number[] => {
    const bytes = encode(text);
    return [BINUNICODE, ...u32(bytes.length), ...bytes];
};

/** `{name: number}` in protocol 2, as Python 2 and old torch wrote it. Names of up to 255 entries. */
export function dictPickleV2(values: Record<string, number>): Uint8Array {
    let memo = 1;
    const items = Object.entries(values).flatMap(([key, value]) => [...unicode(key), BINPUT, memo++, ...float(value)]);
    return Uint8Array.from([PROTO, 2, EMPTY_DICT, BINPUT, 0, MARK, ...items, SETITEMS, STOP]);
}

/** The same in protocol 4: framed, memoised without numbers. Keys of up to 255 bytes. */
export function dictPickleV4(values: Record<string, number>): Uint8Array {
    const items = Object.entries(values).flatMap(([key, value]) => {
        const bytes = encode(key);
        return [SHORT_BINUNICODE, bytes.length, ...bytes, MEMOIZE, ...float(value)];
    });
    const body = [EMPTY_DICT, MEMOIZE, MARK, ...items, SETITEMS, STOP];
    return Uint8Array.from([PROTO, 4, FRAME, ...u32(body.length), ...u32(0), ...body]);
}

/** `module.name(argument)` on load: what a scanner must call dangerous when the callable is `posix.system`. */
export function callPickle(module: string, name: string, argument: string): Uint8Array {
    return Uint8Array.from([
        PROTO, 2,
        GLOBAL, ...encode(`${module}\n${name}\n`), BINPUT, 0,
        ...unicode(argument), BINPUT, 1,
        TUPLE1, BINPUT, 2,
        REDUCE, BINPUT, 3,
        STOP,
    ]);
}
