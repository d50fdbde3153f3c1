import { headerFile, readHeader } from '../discovery';
import { HubError, type Hub, type SizedFile, type TreeEntry } from '../hub';
import type { Weights } from './evidence';
import { refOf, type PinnedModel } from './pinned-model';

/** Heads that are read; each may take some requests and is a few hundred kilobytes at most. */
const READ_HEADS = 8;

/** What the heads of the weights say: of all parts of a split file, or of the first one when there are many. Undefined without weights that have a head. */
export async function weightsAt(hub: Hub, model: PinnedModel, files: readonly TreeEntry[]): Promise<Weights | undefined> {
    const shards = shardsOf(files.map(({ path, size, lfs }) => ({ path, size: lfs?.size ?? size ?? undefined })));
    const read = shards.length <= READ_HEADS ? shards : shards.slice(0, 1);
    const heads = await Promise.all(read.map((file) => headOf(hub, model, file)));
    const [first] = heads;
    return first && { ...heads.slice(1).reduce(sum, first), files: heads.length, of: shards.length };
}

type Counts = Omit<Weights, 'files' | 'of'>;

async function headOf(hub: Hub, model: PinnedModel, file: SizedFile): Promise<Counts> {
    const { value: report } = await readHeader(hub, refOf(model), [file]);
    if (!report?.ok) {
        throw new HubError({ kind: 'shape', target: file.path, hubMessage: report?.problem });
    }
    const { format, tensorCount, totalParameters, parameters } = report.facts;
    return { format, tensors: tensorCount, ...(totalParameters !== undefined && { parameters: totalParameters }), dtypes: parameters ?? {} };
}

function sum(a: Counts, b: Counts): Counts {
    const dtypes = { ...a.dtypes };
    Object.entries(b.dtypes).forEach(([dtype, elements]) => { dtypes[dtype] = (dtypes[dtype] ?? 0) + elements; });
    const parameters = a.parameters === undefined || b.parameters === undefined ? undefined : a.parameters + b.parameters;
    return { format: a.format, tensors: a.tensors + b.tensors, ...(parameters !== undefined && { parameters }), dtypes };
}

/** `model-00001-of-00004.safetensors`, as transformers and llama.cpp write it: what all parts have in common. */
const SHARD = /^(.*)-\d{5}-of-(\d{5}\.\w+)$/;

/** The parts of the file that stands for the weights. Other formats and components of the repository are not added to it. */
function shardsOf(files: readonly SizedFile[]): SizedFile[] {
    const file = headerFile(files);
    const setOf = ({ path }: SizedFile): string | undefined => SHARD.exec(path)?.slice(1).join('-of-');
    const set = file && setOf(file);
    if (!file || set === undefined) {
        return file ? [file] : [];
    }
    return files.filter((other) => setOf(other) === set).sort((a, b) => (a.path < b.path ? -1 : 1));
}
