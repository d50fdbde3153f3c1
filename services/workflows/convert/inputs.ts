import type { ConvertTarget } from './targets';

export interface InputFile {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
}

export type Inputs<F extends InputFile> =
    /** `pickle`: the weights are of a format that can run code. */
    | { readonly kind: 'inputs'; readonly weights: readonly F[]; readonly companions: readonly F[]; readonly pickle: boolean }
    | { readonly kind: 'no-config' | 'no-weights' | 'converted-already' | 'too-many' };

const CONFIG = 'config.json';
/** Files of the repository's own folder, with names that need no quoting: the list of them goes into the job as text. */
const PLAIN_NAME = /^[\w.-]+$/;
/** As transformers names them, and llama.cpp's converter finds them: other files are variants, adapters and states of trainings. */
const SAFETENSORS = /^model(?:-\d+-of-\d+)?\.safetensors$/;
const PICKLED = /^pytorch_model(?:-\d+-of-\d+)?\.bin$/;
const PICKLED_INDEX = 'pytorch_model.bin.index.json';
/** Settings and vocabularies. Programs are none: what a model brings along is never run. */
const COMPANION = /\.(?:json|txt|model|tiktoken|jinja)$/;
/** About an adapter, or a list of the weights in another format. */
const FOREIGN = /^adapter_|\.index\.[\w.-]{0,60}json$/;
/** The names go into the job's environment. */
const MAX_INPUTS = 200;

/** What a conversion needs of a model's files: weights in one format, safetensors if there are any, and what belongs to them. */
export function inputsOf<F extends InputFile>(files: readonly F[], to: ConvertTarget): Inputs<F> {
    const own = files.filter(({ path }) => PLAIN_NAME.test(path));
    if (!own.some(({ path }) => path === CONFIG)) {
        return { kind: 'no-config' };
    }
    const safe = own.filter(({ path }) => SAFETENSORS.test(path));
    const pickled = own.filter(({ path }) => PICKLED.test(path));
    const weights = safe.length > 0 ? safe : pickled;
    if (weights.length === 0) {
        return { kind: 'no-weights' };
    }
    if (to === 'safetensors' && safe.length > 0) {
        return { kind: 'converted-already' };
    }
    const index = safe.length > 0 ? 'model.safetensors.index.json' : PICKLED_INDEX;
    const companions = own.filter(({ path }) => path === index || (COMPANION.test(path) && !FOREIGN.test(path)));
    return weights.length + companions.length > MAX_INPUTS ? { kind: 'too-many' } : { kind: 'inputs', weights, companions, pickle: safe.length === 0 };
}

/** The names of what the job will upload, in the order of their inputs. The card is not among them: one that is there stays. */
export function outputsOf({ model, to, quantization, weights, companions }: { readonly model: string; readonly to: ConvertTarget; readonly quantization?: string | undefined; readonly weights: readonly InputFile[]; readonly companions: readonly InputFile[] }): string[] {
    if (to === 'gguf') {
        return [`${model.slice(model.indexOf('/') + 1)}-${quantization ?? 'F16'}.gguf`];
    }
    return [...weights, ...companions].map(({ path }) => safetensorsName(path));
}

/** As transformers looks for them. */
const safetensorsName = (path: string): string => (path === PICKLED_INDEX ? 'model.safetensors.index.json' : path.replace(/^pytorch_model(.*)\.bin$/, 'model$1.safetensors'));
