import { together, type Finding } from './finding';
import type { ByteSource } from './metered-source';
import { walkPickle } from './pickle/walk-pickle';

/**
 * Before version 1.6 torch.save wrote five pickles (this number, a version, facts about the machine, the object, the keys of its storages)
 * and then the numbers, which are no opcodes. Source: https://github.com/pytorch/pytorch (torch/serialization.py, `_legacy_save`).
 */
const TORCH_MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
const TORCH_PICKLES = 5;

/** A file that begins as pickles of protocol 2 and later do. */
export async function inspectPickle(source: ByteSource, { isTorch }: { isTorch: boolean }): Promise<Finding> {
    const start = await source.read(0, TORCH_MAGIC.length);
    if (TORCH_MAGIC.every((byte, index) => start[index] === byte)) {
        return together('torch', [await walkPickle(source, { pickles: TORCH_PICKLES, dialect: 'torch' })]);
    }
    const walk = await walkPickle(source, { dialect: isTorch ? 'torch' : 'python' });
    const isJoblib = walk.imports.some(({ module }) => module === 'joblib' || module.startsWith('joblib.'));
    return isJoblib ? together('joblib', [await walkPickle(source, { dialect: 'joblib' })]) : together('pickle', [walk]);
}
