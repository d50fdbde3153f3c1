import { describe, expect, it } from 'vitest';
import { bytesSource, partOf, type ByteSource } from '../../../../services/safety/metered-source';
import { walkPickle } from '../../../../services/safety/pickle/walk-pickle';
import * as op from './assembler';
import { BENIGN } from './benign-pickles';
import { MALICIOUS } from './malicious-pickles';

describe('walkPickle', () => {
    it('knows at least 60 malicious and 40 benign pickles', () => {
        expect(MALICIOUS.length).toBeGreaterThanOrEqual(60);
        expect(BENIGN.length).toBeGreaterThanOrEqual(40);
    });

    it.each(MALICIOUS)('$label: $verdict', async ({ bytes, verdict }) => {
        expect(await walkPickle(bytesSource(bytes))).toMatchObject({ verdict });
        expect((await walkPickle(bytesSource(bytes), { dialect: 'torch' })).verdict).not.toBe('allowed');
    });

    it.each(BENIGN)('$label: $verdict', async ({ bytes, verdict, dialect }) => {
        const walk = await walkPickle(bytesSource(bytes), { dialect });
        expect(walk).toMatchObject({ verdict, end: bytes.byteLength });
        expect(walk.problem).toBeUndefined();
    });
});

describe('what a walk tells', () => {
    it('names each import once, the most dangerous first, as it stands in the file', async () => {
        const twice = [...op.GLOBAL('collections', 'OrderedDict'), ...op.GLOBAL('my_model', 'Net'), ...op.GLOBAL('__builtin__', 'eval')];
        const { imports } = await walkPickle(bytesSource(op.bytesOf(twice, twice, op.STOP)));
        expect(imports).toEqual([
            { module: '__builtin__', name: 'eval', safety: 'dangerous' },
            { module: 'my_model', name: 'Net', safety: 'unknown' },
            { module: 'collections', name: 'OrderedDict', safety: 'allowed' },
        ]);
    });

    it('keeps a hundred imports of two hundred characters, and what is dangerous among them', async () => {
        const many = Array.from({ length: 500 }, (_, index) => op.GLOBAL(`${'m'.repeat(210)}${index}`, `N${index}`)).flat();
        const few = Array.from({ length: 500 }, (_, index) => op.GLOBAL('lib', `Class${index}`)).flat();
        const { imports } = await walkPickle(bytesSource(op.bytesOf(many, few, op.GLOBAL('os', 'system'), op.STOP)));
        expect(imports).toHaveLength(100);
        expect(imports[0]).toEqual({ module: 'os', name: 'system', safety: 'dangerous' });
        expect(Math.max(...imports.map(({ module }) => module.length))).toBe(200);
    });

    it('says what went wrong behind something dangerous, too', async () => {
        const walk = await walkPickle(bytesSource(op.bytesOf(op.PROTO(2), op.GLOBAL('os', 'system'))));
        expect(walk).toMatchObject({ verdict: 'dangerous', problem: 'truncated' });
    });

    it('takes persistent ids of PyTorch for data in its own files only', async () => {
        const stateDict = BENIGN.find(({ label }) => label.startsWith('a state dict'))?.bytes ?? new Uint8Array();
        expect((await walkPickle(bytesSource(stateDict), { dialect: 'torch' })).verdict).toBe('allowed');
        expect((await walkPickle(bytesSource(stateDict))).verdict).toBe('unknown');
    });
});

describe('where a walk goes', () => {
    const two = op.bytesOf(op.NONE, op.STOP, op.GLOBAL('os', 'system'), op.STOP);

    it('walks as many pickles as asked for, from where it is told', async () => {
        expect(await walkPickle(bytesSource(two), { pickles: 1 })).toMatchObject({ verdict: 'allowed', end: 2 });
        expect(await walkPickle(bytesSource(two), { pickles: 1, from: 2 })).toMatchObject({ verdict: 'dangerous', end: two.byteLength });
        expect(await walkPickle(partOf(bytesSource(two), 0, 2))).toMatchObject({ verdict: 'allowed', end: 2 });
    });

    it('misses a pickle that is not there', async () => {
        expect(await walkPickle(bytesSource(two), { pickles: 3 })).toMatchObject({ verdict: 'dangerous', problem: 'truncated' });
    });

    it('jumps over weights instead of reading them', async () => {
        const weights = 10_000_000_000;
        const head = op.bytesOf(op.PROTO(4), 0x8e, op.unsigned(8, weights));
        const { source, read } = sparse(head, weights, op.bytesOf(op.GLOBAL('os', 'system'), op.STOP));
        const walk = await walkPickle(source);
        expect(walk).toMatchObject({ verdict: 'dangerous', problem: undefined });
        expect(walk.bytesRead).toBe(read.reduce((sum, length) => sum + length, 0));
        expect(walk.bytesRead).toBeLessThan(64 * 1024);
    });

    it('reads no more than its budget, and makes no more than 256 requests', async () => {
        const many = op.repeated([op.NONE], 300_000);
        expect(await walkPickle(bytesSource(many), { budget: 100_000 })).toMatchObject({ verdict: 'error', problem: 'budget', bytesRead: 100_000 });
        const jump = op.bytesOf(op.BINBYTES(new Array<number>(20_000).fill(0)), op.POP);
        const jumps = op.bytesOf(op.repeated(jump, 300 * jump.byteLength), op.NONE, op.STOP);
        expect(await walkPickle(bytesSource(jumps), { budget: jumps.byteLength })).toMatchObject({ verdict: 'error', problem: 'budget' });
    });

    it('lets through what the network did wrong', async () => {
        const source: ByteSource = { size: 10, read: () => Promise.reject(new Error('offline')) };
        await expect(walkPickle(source)).rejects.toThrow('offline');
    });

    it('says that a source is shorter than it claims', async () => {
        const bytes = op.bytesOf(op.PROTO(2), op.NONE, op.STOP);
        expect(await walkPickle({ ...bytesSource(bytes), size: 100 })).toMatchObject({ verdict: 'error', problem: 'truncated' });
    });
});

/** A file of which only the ends exist; the weights in between are zeros. */
function sparse(head: Uint8Array, gap: number, tail: Uint8Array): { source: ByteSource; read: number[] } {
    const read: number[] = [];
    const size = head.byteLength + gap + tail.byteLength;
    return {
        read,
        source: {
            size,
            read: (from, length) => {
                read.push(length);
                const bytes = new Uint8Array(length);
                if (from < head.byteLength) bytes.set(head.subarray(from, from + length));
                const tailAt = head.byteLength + gap;
                if (from + length > tailAt) bytes.set(tail.subarray(Math.max(0, from - tailAt), from + length - tailAt), Math.max(0, tailAt - from));
                return Promise.resolve(bytes);
            },
        },
    };
}
