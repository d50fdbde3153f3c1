import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../../services/safety/metered-source';
import { walkPickle, type PickleWalk } from '../../../../services/safety/pickle/walk-pickle';
import * as op from './assembler';
import { dtype, ndarray } from './benign-pickles';
import { pickled, type PyValue } from './pickler';

/** Opcodes of one value: a pickle of protocol 3 without its header and STOP. Their memo is not used across values. */
const opcodes = (value: PyValue): Uint8Array => pickled(value, 3).subarray(2, -1);

function wrapper(type: PyValue, shape: PyValue, alignment: PyValue = 16): Uint8Array {
    return opcodes({
        object: ['joblib.numpy_pickle', 'NumpyArrayWrapper'],
        state: { dict: [['subclass', { global: ['numpy', 'ndarray'] }], ['shape', shape], ['order', 'C'], ['dtype', type], ['allow_mmap', true], ['numpy_array_alignment_bytes', alignment]] },
    });
}

const EVIL = op.bytesOf(op.GLOBAL('os', 'system'), op.POP);
/** A list of the array and of something that only who goes on behind its data finds. */
function dump(...array: readonly ArrayLike<number>[]): Uint8Array {
    return op.bytesOf(op.PROTO(3), op.EMPTY_LIST, ...array, op.APPEND, EVIL, op.STOP);
}

const walkOf = (bytes: Uint8Array): Promise<PickleWalk> => walkPickle(bytesSource(bytes), { dialect: 'joblib' });
const found = expect.arrayContaining([{ module: 'os', name: 'system', safety: 'dangerous' }]) as unknown;

describe('arrays of joblib in between the opcodes', () => {
    it.each([
        ['numbers', dump(wrapper(dtype('f8'), { tuple: [2, 3] }), [3, 255, 255, 255], new Uint8Array(48).fill(op.STOP))],
        ['no padding', dump(wrapper(dtype('i4'), { tuple: [5] }), [0], new Uint8Array(20))],
        ['none of it before joblib 1.2', dump(wrapper(dtype('u1'), { tuple: [7] }, null), new Uint8Array(7).fill(0xff))],
        ['texts', dump(wrapper(dtype('U3'), { tuple: [2] }), [0], new Uint8Array(24))],
        ['one number', dump(wrapper(dtype('f8'), { tuple: [] }), [0], new Uint8Array(8))],
        ['nothing', dump(wrapper(dtype('f8'), { tuple: [0, 4] }), [0])],
        ['objects', dump(wrapper(dtype('O8', '|', 63), { tuple: [1] }), pickled(ndarray(dtype('O8', '|', 63), [1], { list: ['x'] }), 3))],
        ['a hundred thousand numbers', dump(wrapper(dtype('f4'), { tuple: [100_000] }), [0], new Uint8Array(400_000).fill(0xff))],
    ])('are passed: %s', async (_name, bytes) => {
        expect(await walkOf(bytes)).toMatchObject({ verdict: 'dangerous', problem: undefined, end: bytes.byteLength, imports: found });
    });

    it('are walked when they are pickles of objects', async () => {
        const bytes = op.bytesOf(op.PROTO(3), wrapper(dtype('O8', '|', 63), { tuple: [1] }), pickled({ call: { global: ['os', 'system'] }, args: ['ls'] }, 4), op.STOP);
        expect(await walkOf(bytes)).toMatchObject({ verdict: 'dangerous', problem: undefined, imports: found });
    });

    it.each([
        ['a shape that is negative', wrapper(dtype('f8'), { tuple: [-1] }), 'unsupported'],
        ['a shape that is none', wrapper(dtype('f8'), { list: [1] }), 'unsupported'],
        ['a shape of too many parts', wrapper(dtype('f8'), { tuple: new Array<number>(20).fill(1) }), 'unsupported'],
        ['a shape beyond everything', wrapper(dtype('f8'), { tuple: new Array<number>(5).fill(1_000_000) }), 'too-long'],
        ['a dtype that is none', wrapper('f8', { tuple: [1] }), 'unsupported'],
        ['a dtype with fields', wrapper(dtype('V8', '|', 0, [null, { tuple: ['a'] }, { dict: [] }]), { tuple: [1] }), 'unsupported'],
        ['more data than there is', wrapper(dtype('f8'), { tuple: [1000] }), 'truncated'],
    ])('end the walk with an error: %s', async (_name, array, problem) => {
        expect(await walkOf(op.bytesOf(op.PROTO(3), array, [0], op.NONE, op.STOP))).toMatchObject({ verdict: 'error', problem });
    });

    it('end the walk for any other loader, which would take the numbers for opcodes', async () => {
        const bytes = op.bytesOf(op.PROTO(3), wrapper(dtype('u1'), { tuple: [7] }, null), new Uint8Array(7), op.STOP);
        expect(await walkOf(bytes)).toMatchObject({ verdict: 'unknown', problem: undefined });
        expect(await walkPickle(bytesSource(bytes))).toMatchObject({ verdict: 'error', problem: 'unsupported' });
    });

    it('are malformed inside of a frame, where joblib would not begin to read them', async () => {
        const array = wrapper(dtype('u1'), { tuple: [0] }, null);
        const bytes = op.bytesOf(op.PROTO(4), op.FRAME(array.byteLength + 1), array, op.STOP);
        expect(await walkOf(bytes)).toMatchObject({ verdict: 'error', problem: 'malformed' });
    });
});
