import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../../services/safety/metered-source';
import { walkPickle, type PickleWalk } from '../../../../services/safety/pickle/walk-pickle';
import * as op from './assembler';
import { BENIGN } from './benign-pickles';
import { MALICIOUS } from './malicious-pickles';

const VERDICTS = ['allowed', 'unknown', 'dangerous', 'error'];
/** The longest that a look may keep the process busy, in milliseconds of its own time: others may be busy beside it. */
const LONGEST_WALK_MS = 2000;

const walkOf = (bytes: Uint8Array): Promise<PickleWalk> => walkPickle(bytesSource(bytes));

function expectWithinBounds(walk: PickleWalk, bytes: Uint8Array): void {
    expect(VERDICTS).toContain(walk.verdict);
    expect(walk.verdict === 'error' ? walk.problem : 'none').toBeDefined();
    expect(walk.imports.length).toBeLessThanOrEqual(100);
    expect(walk.end).toBeLessThanOrEqual(bytes.byteLength);
    expect(walk.imports.some(({ safety }) => safety === 'dangerous') ? walk.verdict : 'dangerous').toBe('dangerous');
}

/** One change to a stream: a byte, an opcode, a cut, or a piece of another one. */
const changes = fc.record({
    kind: fc.constantFrom('set', 'insert', 'remove', 'cut', 'repeat', 'splice'),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(...op.bytesOf(op.MARK, op.POP, op.STOP, op.REDUCE, op.STACK_GLOBAL, op.MEMOIZE, op.BUILD, op.TUPLE, op.TUPLE2, op.POP_MARK, op.DUP, 0x68, 0x71, 0x95, 0x80))),
    piece: fc.uint8Array({ minLength: 1, maxLength: 12 }),
});
type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function changed(bytes: Uint8Array, { kind, at, byte, piece }: Change): Uint8Array {
    const index = Math.floor(at * bytes.byteLength);
    const before = bytes.subarray(0, index);
    const after = bytes.subarray(index);
    switch (kind) {
        case 'set': return Uint8Array.from([...before, byte, ...after.subarray(1)]);
        case 'insert': return Uint8Array.from([...before, byte, ...after]);
        case 'remove': return Uint8Array.from([...before, ...after.subarray(piece.length)]);
        case 'cut': return before;
        case 'repeat': return Uint8Array.from([...before, ...after.subarray(0, piece.length), ...after]);
        default: return Uint8Array.from([...before, ...piece, ...after]);
    }
}

const small = (pickles: readonly { bytes: Uint8Array }[]): Uint8Array[] => pickles.map(({ bytes }) => bytes).filter(({ byteLength }) => byteLength > 0 && byteLength < 3000);
const dangerous = MALICIOUS.filter(({ verdict, bytes }) => verdict === 'dangerous' && bytes.byteLength < 3000);

describe('walkPickle with hostile bytes', () => {
    it('comes to a verdict within its bounds on any bytes', async () => {
        await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => expectWithinBounds(await walkOf(bytes), bytes)), { numRuns: 1000 });
    });

    it('comes to a verdict within its bounds on 7,000 damaged pickles', async () => {
        const originals = fc.constantFrom(...small(BENIGN), ...small(MALICIOUS));
        await fc.assert(fc.asyncProperty(originals, fc.array(changes, { minLength: 1, maxLength: 4 }), async (original, steps) => {
            const bytes = steps.reduce(changed, original);
            expectWithinBounds(await walkOf(bytes), bytes);
        }), { numRuns: 7000 });
    });

    it('calls no pickle harmless that was cut off', async () => {
        await fc.assert(fc.asyncProperty(fc.constantFrom(...small(BENIGN)), fc.nat(), async (original, length) => {
            expect((await walkOf(original.subarray(0, length % original.byteLength))).verdict).toBe('error');
        }), { numRuns: 500 });
    });

    it('finds what is dangerous behind harmless pickles and between harmless opcodes, and whatever follows it', async () => {
        const values = fc.constantFrom([op.NONE, op.POP], [op.MARK, op.NONE, op.POP_MARK], [...op.BINBYTES([1, 2, 3]), op.POP], [...op.UNICODE('x'), op.POP], [op.EMPTY_LIST, op.DUP, op.POP, op.POP]);
        const fillings = fc.array(values, { maxLength: 20 }).map((parts) => parts.flat());
        await fc.assert(fc.asyncProperty(fc.constantFrom(...small(BENIGN)), fillings, fc.constantFrom(...dangerous), fc.uint8Array({ maxLength: 30 }), async (benign, filling, { bytes }, rest) => {
            expect((await walkOf(op.bytesOf(benign, filling, bytes, rest))).verdict).toBe('dangerous');
        }), { numRuns: 500 });
    });
});

const { repeated } = op;
const MEGABYTE = 1024 * 1024;
/** Two names of the greatest length, dots all over. */
const DOTTED = [...op.PROTO(4), ...op.BINUNICODE('a.'.repeat(128)), ...op.BINPUT(0), ...op.BINUNICODE('os.'.repeat(85)), ...op.BINPUT(1), op.POP, op.POP];

describe('how long a walk takes', () => {
    it.each([
        ['marks', op.bytesOf(repeated([op.MARK], 2 * MEGABYTE))],
        ['values', op.bytesOf(repeated([op.NONE], 2 * MEGABYTE))],
        ['values and a tuple of all of them, again and again', op.bytesOf(repeated([op.MARK, ...repeated([op.NONE], 20_000), op.TUPLE, op.DUP], 2 * MEGABYTE))],
        ['tuples in tuples', op.bytesOf(op.NONE, repeated([op.DUP, op.TUPLE2], 2 * MEGABYTE))],
        ['the memo', op.bytesOf(op.NONE, repeated([op.MEMOIZE], 2 * MEGABYTE))],
        ['empty lines', op.bytesOf(repeated(op.GLOBAL('', ''), 2 * MEGABYTE))],
        ['lines without an end', op.bytesOf(repeated(op.UNICODE('x'.repeat(300)), 2 * MEGABYTE))],
        ['imports of new names', op.bytesOf(Array.from({ length: 150_000 }, (_, index) => op.GLOBAL(`m${index}`, 'n')).flat())],
        ['imports of long names', op.bytesOf(DOTTED, repeated([...op.BINGET(0), ...op.BINGET(1), op.STACK_GLOBAL, op.POP], 2 * MEGABYTE))],
        ['calls', op.bytesOf(op.GLOBAL('collections', 'OrderedDict'), op.BINPUT(0), repeated([...op.BINGET(0), op.EMPTY_TUPLE, op.REDUCE, op.EMPTY_DICT, op.BUILD, op.POP], 2 * MEGABYTE))],
        ['escapes', op.bytesOf(repeated(op.UNICODE('\\u0041'.repeat(40)), 2 * MEGABYTE))],
        ['frames', op.bytesOf(repeated(op.FRAME(1), 2 * MEGABYTE))],
        ['jumps', op.bytesOf(repeated([...op.BINBYTES(new Array<number>(2000).fill(0)), op.POP], 2 * MEGABYTE))],
    ])('is bounded for a stream of %s', async (_name, bytes) => {
        const start = process.cpuUsage();
        const { verdict } = await walkOf(bytes);
        const took = process.cpuUsage(start).user / 1000;
        expect(verdict).not.toBe('allowed');
        expect(took).toBeLessThan(LONGEST_WALK_MS);
    });
});
