/** Opcodes of pickles, one by one, for streams that no pickler writes. Source: https://github.com/python/cpython (Lib/pickletools.py). */

export const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

/** Little-endian. */
export function unsigned(width: 1 | 2 | 4 | 8, value: number): number[] {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
    return [...bytes.subarray(0, width)];
}

/** Parts one after the other. */
export function bytesOf(...parts: readonly (number | ArrayLike<number>)[]): Uint8Array {
    const whole = new Uint8Array(parts.reduce<number>((length, part) => length + (typeof part === 'number' ? 1 : part.length), 0));
    let at = 0;
    for (const part of parts) {
        whole.set(typeof part === 'number' ? [part] : part, at);
        at += typeof part === 'number' ? 1 : part.length;
    }
    return whole;
}

/** The same bytes over and over, in all so many. */
export function repeated(unit: ArrayLike<number>, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(length / unit.length) * unit.length);
    for (let at = 0; at < length; at += unit.length) bytes.set(unit, at);
    return bytes.subarray(0, length);
}

export const PROTO = (version: number): number[] => [0x80, version];
export const FRAME = (length: number): number[] => [0x95, ...unsigned(8, length)];
export const STOP = 0x2e;

export const MARK = 0x28;
export const POP = 0x30;
export const POP_MARK = 0x31;
export const DUP = 0x32;
export const MEMOIZE = 0x94;
export const PUT = (index: number | string): number[] => [0x70, ...ascii(`${index}\n`)];
export const BINPUT = (index: number): number[] => [0x71, index];
export const LONG_BINPUT = (index: number): number[] => [0x72, ...unsigned(4, index)];
export const GET = (index: number | string): number[] => [0x67, ...ascii(`${index}\n`)];
export const BINGET = (index: number): number[] => [0x68, index];
export const LONG_BINGET = (index: number): number[] => [0x6a, ...unsigned(4, index)];

export const NONE = 0x4e;
export const NEWTRUE = 0x88;
export const NEWFALSE = 0x89;
export const INT = (digits: string): number[] => [0x49, ...ascii(`${digits}\n`)];
export const LONG = (digits: string): number[] => [0x4c, ...ascii(`${digits}L\n`)];
export const BININT = (value: number): number[] => [0x4a, ...unsigned(4, value)];
export const BININT1 = (value: number): number[] => [0x4b, value];
export const BININT2 = (value: number): number[] => [0x4d, ...unsigned(2, value)];
export const LONG1 = (...bytes: number[]): number[] => [0x8a, bytes.length, ...bytes];
export const LONG4 = (length: number, ...bytes: number[]): number[] => [0x8b, ...unsigned(4, length), ...bytes];
export const FLOAT = (digits: string): number[] => [0x46, ...ascii(`${digits}\n`)];
export const BINFLOAT = (value: number): number[] => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value);
    return [0x47, ...bytes];
};

export const STRING = (literal: string): number[] => [0x53, ...ascii(`${literal}\n`)];
export const BINSTRING = (text: string): number[] => [0x54, ...unsigned(4, text.length), ...ascii(text)];
export const SHORT_BINSTRING = (text: string): number[] => [0x55, text.length, ...ascii(text)];
export const UNICODE = (escaped: string): number[] => [0x56, ...ascii(`${escaped}\n`)];
export const BINUNICODE = (text: string): number[] => [0x58, ...unsigned(4, utf8(text).length), ...utf8(text)];
export const SHORT_BINUNICODE = (text: string): number[] => [0x8c, utf8(text).length, ...utf8(text)];
export const BINUNICODE8 = (text: string): number[] => [0x8d, ...unsigned(8, utf8(text).length), ...utf8(text)];
export const BINBYTES = (bytes: readonly number[]): number[] => [0x42, ...unsigned(4, bytes.length), ...bytes];
export const SHORT_BINBYTES = (bytes: readonly number[]): number[] => [0x43, bytes.length, ...bytes];
export const BINBYTES8 = (bytes: readonly number[]): number[] => [0x8e, ...unsigned(8, bytes.length), ...bytes];
export const BYTEARRAY8 = (bytes: readonly number[]): number[] => [0x96, ...unsigned(8, bytes.length), ...bytes];
export const NEXT_BUFFER = 0x97;
export const READONLY_BUFFER = 0x98;

export const EMPTY_TUPLE = 0x29;
export const TUPLE = 0x74;
export const TUPLE1 = 0x85;
export const TUPLE2 = 0x86;
export const TUPLE3 = 0x87;
export const EMPTY_LIST = 0x5d;
export const LIST = 0x6c;
export const APPEND = 0x61;
export const APPENDS = 0x65;
export const EMPTY_DICT = 0x7d;
export const DICT = 0x64;
export const SETITEM = 0x73;
export const SETITEMS = 0x75;
export const EMPTY_SET = 0x8f;
export const ADDITEMS = 0x90;
export const FROZENSET = 0x91;

export const GLOBAL = (module: string, name: string): number[] => [0x63, ...utf8(`${module}\n${name}\n`)];
export const INST = (module: string, name: string): number[] => [0x69, ...utf8(`${module}\n${name}\n`)];
export const STACK_GLOBAL = 0x93;
export const OBJ = 0x6f;
export const NEWOBJ = 0x81;
export const NEWOBJ_EX = 0x92;
export const REDUCE = 0x52;
export const BUILD = 0x62;
export const EXT1 = (code: number): number[] => [0x82, code];
export const EXT2 = (code: number): number[] => [0x83, ...unsigned(2, code)];
export const EXT4 = (code: number): number[] => [0x84, ...unsigned(4, code)];
export const PERSID = (id: string): number[] => [0x50, ...ascii(`${id}\n`)];
export const BINPERSID = 0x51;
