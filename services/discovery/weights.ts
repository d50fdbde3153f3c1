import { rangeReader, type Fetched, type Hub, type RepoRef, type SizedFile } from '../hub';
import { quantizationOf, readGguf, readSafetensors, type GgufFacts, type HeaderProblem, type SafetensorsFacts } from '../safety';

/** How weights are stored, by file name. `pickle` can run code when it is loaded. */
export type WeightFormat = 'safetensors' | 'gguf' | 'pickle' | 'onnx' | 'tensorflow' | 'flax' | 'coreml' | 'openvino' | 'keras';

/** Source: https://huggingface.co/docs/hub/security-pickle and the files that the Hub's libraries write. */
const FORMATS: ReadonlyArray<readonly [WeightFormat, RegExp]> = [
    ['safetensors', /\.safetensors$/i],
    ['gguf', /\.gguf$/i],
    ['pickle', /\.(?:bin|pt|pth|ckpt|pkl|pickle|joblib|dill)$/i],
    ['onnx', /\.onnx$/i],
    ['keras', /\.keras$/i],
    ['tensorflow', /(?:\.h5|saved_model\.pb|\.tflite)$/i],
    ['flax', /\.msgpack$/i],
    ['coreml', /\.(?:mlmodel|mlpackage)(?:\/|$)/i],
    ['openvino', /openvino[^/]{0,255}\.xml$/i],
];

/** `training_args.bin` and its like are settings, no weights; OpenVINO's `.bin` lies beside its `.xml`. */
const NOT_PICKLE = /(?:^|\/)(?:openvino[^/]{0,255}|training_args)\.bin$/i;

export function formatOf(path: string): WeightFormat | undefined {
    const format = FORMATS.find(([, pattern]) => pattern.test(path))?.[0];
    return format === 'pickle' && NOT_PICKLE.test(path) ? undefined : format;
}

/** The formats a repository offers, in the order of `FORMATS`. */
export function formatsOf(paths: readonly string[]): WeightFormat[] {
    const found = new Set(paths.map(formatOf));
    return FORMATS.map(([format]) => format).filter((format) => found.has(format));
}

/** A GGUF file by its quantisation. */
export interface Quantised {
    readonly name: string;
    readonly bytes?: number;
}

/** The quantisations on offer, smallest first; the shards of one count as one. */
export function quantisations(files: readonly SizedFile[]): Quantised[] {
    const sizes = new Map<string, number>();
    for (const { path, size } of files) {
        const name = formatOf(path) === 'gguf' ? quantizationOf(path) : undefined;
        if (name !== undefined) {
            sizes.set(name, (sizes.get(name) ?? 0) + (size ?? 0));
        }
    }
    return [...sizes].map(([name, bytes]) => ({ name, ...(bytes > 0 && { bytes }) })).sort((a, b) => (a.bytes ?? 0) - (b.bytes ?? 0));
}

/** Bytes of the weights: of the smallest and the largest quantisation, or twice the same. */
export interface WeightSize {
    readonly min: number;
    readonly max: number;
}

/** What the weights weigh in the first format on offer: a repository often holds the same weights in several. */
export function weightSize(files: readonly SizedFile[]): WeightSize | undefined {
    const [format] = formatsOf(files.map(({ path }) => path));
    if (format === undefined) {
        return undefined;
    }
    const sizes = quantisations(files).flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
    if (format === 'gguf' && sizes.length > 0) {
        return { min: Math.min(...sizes), max: Math.max(...sizes) };
    }
    const total = files.filter(({ path }) => formatOf(path) === format).reduce((sum, { size }) => sum + (size ?? 0), 0);
    return { min: total, max: total };
}

/** What the head of a weight file says. */
export type HeaderReport = { readonly path: string } & (
    | { readonly ok: true; readonly facts: SafetensorsFacts | GgufFacts }
    | { readonly ok: false; readonly problem: HeaderProblem }
);

/** Reads the head of one weight file, a few hundred kilobytes at most; undefined when there is none with a head we know. */
export async function readHeader(hub: Hub, repo: RepoRef, files: readonly SizedFile[]): Promise<Fetched<HeaderReport | undefined>> {
    const file = headerFile(files);
    if (!file) {
        return { value: undefined, ageMs: 0, stale: false };
    }
    const { path, size } = file;
    const range = rangeReader(hub, { ...repo, path });
    const reading = formatOf(path) === 'gguf' ? await readGguf(range) : await readSafetensors(range, size);
    return { value: reading.ok ? { path, ok: true, facts: reading.facts } : { path, ok: false, problem: reading.problem }, ageMs: 0, stale: false };
}

/** The first safetensors file by name, else the smallest GGUF: its vocabulary, which is most of the head, is the same in all. */
export function headerFile(files: readonly SizedFile[]): SizedFile | undefined {
    const safetensors = files.filter(({ path }) => formatOf(path) === 'safetensors').sort((a, b) => depth(a) - depth(b) || a.path.localeCompare(b.path));
    const gguf = files.filter(({ path }) => formatOf(path) === 'gguf').sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
    return safetensors[0] ?? gguf[0];
}

const depth = ({ path }: SizedFile): number => path.split('/').length;
