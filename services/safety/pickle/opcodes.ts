import { ScanError } from '../finding';
import { isFraction, isInteger, isMachineInteger } from './number-lines';
import { latin1Text, quotedText, rawUnicodeText, utf8Text } from './text-escapes';
import type { Machine } from './machine';
import { MAX_TEXT_BYTES } from './pickle-bytes';
import { CONTAINER, dictOf, NONE, numberOf, OPAQUE, type Value } from './values';

/** What follows an opcode in the stream, and what it does to the machine. */
export type Opcode =
    | { readonly takes: 'nothing'; readonly run: (machine: Machine) => void }
    | { readonly takes: 'u8' | 'u16' | 'u32' | 'i32'; readonly run: (machine: Machine, value: number) => void }
    /** Bytes that never become a name, so many or behind their length. */
    | { readonly takes: 'payload'; readonly length: LengthType | number }
    | { readonly takes: 'text'; readonly length: LengthType; readonly decode: (bytes: Uint8Array) => string }
    /** Everything up to the line feed; undefined when that is too much for a name. What is not accepted by its beginning ends every unpickler. */
    | { readonly takes: 'line'; readonly accepts?: (start: Uint8Array) => boolean; readonly run: (machine: Machine, line: Uint8Array | undefined) => void }
    | { readonly takes: 'two lines'; readonly run: (machine: Machine, first: Uint8Array | undefined, second: Uint8Array | undefined) => void };

/** How a length is written. Signed ones must not be negative. */
export type LengthType = 'u8' | 'u32' | 'i32' | 'u64';

const HIGHEST_PROTOCOL = 5;

const code = (character: string): number => character.charCodeAt(0);
const pushing = (value: Value): Opcode => ({ takes: 'nothing', run: (machine) => machine.stack.push(value) });
const doing = (run: (machine: Machine) => void): Opcode => ({ takes: 'nothing', run });
const number = (takes: 'u8' | 'u16' | 'i32'): Opcode => ({ takes, run: (machine, value) => machine.stack.push(numberOf(value)) });
const payload = (length: LengthType | number): Opcode => ({ takes: 'payload', length });
const fractionLine: Opcode = { takes: 'line', accepts: isFraction, run: (machine) => machine.stack.push(OPAQUE) };
const integerLine = (accepts: (start: Uint8Array) => boolean): Opcode => ({ takes: 'line', accepts, run: (machine, line) => machine.pushNumber(line && latin1Text(line)) });
const textLine = (decode: (line: Uint8Array) => string): Opcode => ({ takes: 'line', run: (machine, line) => machine.pushText(line && decode(line)) });

/** Ids are numbers or names. */
const isShort = (start: Uint8Array): boolean => start.byteLength < MAX_TEXT_BYTES;

function checkProtocol(version: number): void {
    if (version > HIGHEST_PROTOCOL) throw new ScanError('unsupported', `protocol ${version}`);
}

/** All opcodes of protocols 0 to 5 but STOP and FRAME, which are the walk's own business. Source: https://github.com/python/cpython (Lib/pickletools.py). */
export const OPCODES: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
    [0x80, { takes: 'u8', run: (_machine, version) => checkProtocol(version) }],

    // Numbers and constants.
    [code('N'), pushing(NONE)],
    [0x88, pushing(numberOf(1))],
    [0x89, pushing(numberOf(0))],
    [code('I'), integerLine(isMachineInteger)],
    [code('J'), number('i32')],
    [code('K'), number('u8')],
    [code('M'), number('u16')],
    [code('L'), integerLine(isInteger)],
    [0x8a, payload('u8')],
    [0x8b, payload('i32')],
    [code('F'), fractionLine],
    [code('G'), payload(8)],

    // Texts and bytes. Those of Python 2 become texts in Python 3 by an encoding that the loader chooses, of which ASCII is a part.
    [code('S'), textLine(quotedText)],
    [code('T'), { takes: 'text', length: 'i32', decode: latin1Text }],
    [code('U'), { takes: 'text', length: 'u8', decode: latin1Text }],
    [code('V'), textLine(rawUnicodeText)],
    [code('X'), { takes: 'text', length: 'u32', decode: utf8Text }],
    [0x8c, { takes: 'text', length: 'u8', decode: utf8Text }],
    [0x8d, { takes: 'text', length: 'u64', decode: utf8Text }],
    [code('B'), payload('u32')],
    [code('C'), payload('u8')],
    [0x8e, payload('u64')],
    [0x96, payload('u64')],
    [0x97, doing((machine) => machine.outOfBandBuffer())],
    [0x98, doing((machine) => void machine.stack.top())],

    // Containers.
    [code(')'), doing((machine) => machine.pushTuple([]))],
    [0x85, doing((machine) => machine.pushTuple(machine.stack.popTop(1)))],
    [0x86, doing((machine) => machine.pushTuple(machine.stack.popTop(2)))],
    [0x87, doing((machine) => machine.pushTuple(machine.stack.popTop(3)))],
    [code('t'), doing((machine) => machine.pushTuple(machine.stack.popToMark()))],
    [code(']'), pushing(CONTAINER)],
    [code('}'), doing((machine) => machine.stack.push(dictOf([])))],
    [0x8f, pushing(CONTAINER)],
    [code('l'), doing((machine) => machine.containerFrom(machine.stack.popToMark()))],
    [code('d'), doing((machine) => machine.stack.push(dictOf(machine.pairsToMark())))],
    [0x91, doing((machine) => machine.containerFrom(machine.stack.popToMark()))],
    [code('a'), doing((machine) => machine.putIn(machine.stack.popTop(1)))],
    [code('s'), doing((machine) => machine.putIn(machine.stack.popTop(2)))],
    [code('e'), doing((machine) => machine.putIn(machine.stack.popToMark()))],
    [code('u'), doing((machine) => machine.putIn(machine.pairsToMark()))],
    [0x90, doing((machine) => machine.putIn(machine.stack.popToMark()))],

    // The stack and the memo.
    [code('('), doing((machine) => machine.stack.mark())],
    [code('0'), doing((machine) => machine.stack.drop())],
    [code('1'), doing((machine) => void machine.stack.popToMark())],
    [code('2'), doing((machine) => machine.stack.push(machine.stack.top()))],
    [0x94, doing((machine) => machine.stack.memoize())],
    [code('p'), { takes: 'line', accepts: isInteger, run: (machine, line) => machine.rememberAt(line) }],
    [code('q'), { takes: 'u8', run: (machine, index) => machine.stack.remember(index) }],
    [code('r'), { takes: 'u32', run: (machine, index) => machine.stack.remember(index) }],
    [code('g'), { takes: 'line', accepts: isInteger, run: (machine, line) => machine.recallFrom(line) }],
    [code('h'), { takes: 'u8', run: (machine, index) => machine.stack.recall(index) }],
    [code('j'), { takes: 'u32', run: (machine, index) => machine.stack.recall(index) }],

    // What is imported, called and built.
    [code('c'), { takes: 'two lines', run: (machine, module, name) => machine.lookUp(module && utf8Text(module), name && utf8Text(name)) }],
    [0x93, doing((machine) => machine.lookUpFromStack())],
    [code('i'), { takes: 'two lines', run: (machine, module, name) => machine.instantiate(module && utf8Text(module), name && utf8Text(name)) }],
    [code('o'), doing((machine) => machine.instantiateFromMark())],
    [code('R'), doing((machine) => machine.reduce())],
    [0x81, doing((machine) => machine.reduce())],
    [0x92, doing((machine) => machine.newObjectWithKeywords())],
    [code('b'), doing((machine) => machine.build())],
    [0x82, { takes: 'u8', run: (machine, extension) => machine.lookUpExtension(extension) }],
    [0x83, { takes: 'u16', run: (machine, extension) => machine.lookUpExtension(extension) }],
    [0x84, { takes: 'i32', run: (machine, extension) => machine.lookUpExtension(extension) }],
    [code('P'), { takes: 'line', accepts: isShort, run: (machine) => machine.persistentText() }],
    [code('Q'), doing((machine) => machine.persistent())],
]);
