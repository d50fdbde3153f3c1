import type { Shape } from '../bytes/architectures';
import { tensorsOf } from '../bytes/architectures';
import { ggufFile, isQuantisation } from '../bytes/gguf';
import { safetensorsFiles } from '../bytes/safetensors';
import { SparseBytes } from '../bytes/sparse';
import type { FileContent } from '../bytes/file-content';
import type { Commit } from '../model';

/** A network small enough to be pulled into a chat. */
const SMALL: Shape = { kind: 'llama', vocab: 512, hidden: 64, layers: 2, intermediate: 128, kv: 64 };

const nameOf = (id: string): string => id.split('/')[1] ?? id;

function gguf(model: string, path: string): SparseBytes {
    const quantisation = path.toUpperCase().split(/[^A-Z0-9_]+/).find(isQuantisation) ?? 'F16';
    return ggufFile({ name: nameOf(model), architecture: 'llama', contextLength: 2048, layers: SMALL.layers, hidden: SMALL.hidden }, tensorsOf(SMALL), quantisation);
}

/** A file of the kind that its name promises: real headers over zeros, a file of the model itself, or a line of text. */
export function outputFile({ model, source }: { model: string; source: Commit }, path: string): { bytes: FileContent; lfs: boolean } {
    if (/\.gguf$/i.test(path)) {
        return { bytes: gguf(model, path), lfs: true };
    }
    if (/\.safetensors$/i.test(path)) {
        const [weights] = safetensorsFiles(tensorsOf(SMALL), 'F16');
        return { bytes: weights?.bytes ?? SparseBytes.text(''), lfs: true };
    }
    const known = source.files.get(path);
    return known ? { bytes: known.bytes, lfs: known.lfs } : { bytes: SparseBytes.text(`Made from ${model}.\n`), lfs: false };
}
