import type { Shape } from '../bytes/architectures';
import { configOf, tensorsOf } from '../bytes/architectures';
import type { Quantisation } from '../bytes/gguf';
import { ggufFile } from '../bytes/gguf';
import { dictPickleV2, dictPickleV4 } from '../bytes/pickle';
import type { FloatType } from '../bytes/safetensors';
import { bytesOf, safetensorsFiles, valuesIn } from '../bytes/safetensors';
import { SparseBytes } from '../bytes/sparse';
import { storedZip } from '../bytes/zip';
import type { InferenceMapping, ModelFacts, Repo } from '../model';
import { cleanScan } from '../security';
import type { CardLevel } from './cards';
import { cardText } from './cards';
import type { RepoSeed, SeedFile } from './repo';
import { makeRepo } from './repo';

/** What has to be said about a model; tags, config, files, sizes and counts follow from it. */
export interface ModelSpec extends Omit<RepoSeed, 'type' | 'files' | 'tags' | 'cardData'> {
    task?: string;
    library?: string;
    modelType: string;
    architecture: string;
    shape: Shape;
    dtype?: FloatType;
    license?: string;
    languages?: string[];
    datasets?: string[];
    /** Weight formats in the repo. `pickle` is the zip of torch ≥ 1.6, `old-pickle` a bare stream. */
    formats: ('safetensors' | 'pickle' | 'old-pickle')[];
    quantisations?: Quantisation[];
    baseModel?: { relation: string; ids: string[] };
    providers?: InferenceMapping[];
    evalResults?: ModelFacts['evalResults'];
    card: CardLevel;
    extraTags?: string[];
    extraFiles?: SeedFile[];
    newVersion?: string;
}

const TORCH_IMPORTS = [
    { module: 'collections', name: 'OrderedDict', safety: 'innocuous' },
    { module: 'torch._utils', name: '_rebuild_tensor_v2', safety: 'innocuous' },
    { module: 'torch', name: 'FloatStorage', safety: 'innocuous' },
] as const;

/** torch's zip holds a pickle and the raw storages; its size limit here is the 4 GiB of a zip without zip64. */
function torchZip(weightBytes: number): SparseBytes {
    const pickle = dictPickleV2({ 'weight.scale': 1, 'weight.zero_point': 0 });
    const storage = new SparseBytes(Math.min(weightBytes, 3_900_000_000), []);
    return storedZip([
        { name: 'archive/data.pkl', bytes: SparseBytes.of(pickle) },
        { name: 'archive/version', bytes: SparseBytes.text('3\n') },
        { name: 'archive/data/0', bytes: storage },
    ]);
}

function pickleFile(spec: ModelSpec, weightBytes: number): SeedFile {
    const content = spec.formats.includes('old-pickle') ? SparseBytes.of(dictPickleV4({ bias: 0.5, scale: 1.25 })) : torchZip(weightBytes);
    return { path: 'pytorch_model.bin', content, scan: cleanScan([...TORCH_IMPORTS]) };
}

function weightFiles(spec: ModelSpec): SeedFile[] {
    const tensors = tensorsOf(spec.shape);
    const dtype = spec.dtype ?? 'F32';
    const files: SeedFile[] = [];
    if (spec.formats.includes('safetensors')) {
        // The shard index is JSON that git keeps itself.
        files.push(...safetensorsFiles(tensors, dtype).map(({ path, bytes }) => ({
            path, content: path.endsWith('.json') ? new TextDecoder().decode(bytes.read()) : bytes,
        })));
    }
    if (spec.formats.some((format) => format !== 'safetensors')) {
        files.push(pickleFile(spec, tensors.reduce((sum, tensor) => sum + bytesOf(tensor, dtype), 0)));
    }
    return files;
}

function ggufFiles(spec: ModelSpec): SeedFile[] {
    const name = (spec.id.split('/')[1] ?? spec.id).replace(/-GGUF$/i, '');
    const facts = { name, architecture: spec.modelType, contextLength: 131_072, layers: spec.shape.layers, hidden: spec.shape.hidden };
    const tensors = tensorsOf(spec.shape);
    return (spec.quantisations ?? []).map((quantisation) => ({ path: `${name}-${quantisation}.gguf`, content: ggufFile(facts, tensors, quantisation) }));
}

function tokenizerFiles(): SeedFile[] {
    const vocabulary = { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, '[MASK]': 4, hello: 5, world: 6 };
    return [
        { path: 'tokenizer.json', content: JSON.stringify({ version: '1.0', model: { type: 'WordPiece', unk_token: '[UNK]', vocab: vocabulary } }, null, 2) },
        { path: 'tokenizer_config.json', content: JSON.stringify({ do_lower_case: true, model_max_length: 512 }, null, 2) },
        { path: 'vocab.txt', content: `${Object.keys(vocabulary).join('\n')}\n` },
    ];
}

function metadataOf(spec: ModelSpec): Record<string, unknown> {
    return Object.fromEntries(Object.entries({
        language: spec.languages,
        license: spec.license,
        library_name: spec.library,
        pipeline_tag: spec.task,
        tags: spec.extraTags,
        datasets: spec.datasets,
        base_model: spec.baseModel?.ids,
        new_version: spec.newVersion,
    }).filter(([, value]) => value !== undefined));
}

function tagsOf(spec: ModelSpec): string[] {
    const base = spec.baseModel;
    return [
        ...(spec.library ? [spec.library] : []),
        ...(spec.formats.some((format) => format !== 'safetensors') ? ['pytorch'] : []),
        ...(spec.formats.includes('safetensors') ? ['safetensors'] : []),
        ...(spec.quantisations ? ['gguf'] : []),
        spec.modelType,
        ...(spec.task ? [spec.task] : []),
        ...(spec.extraTags ?? []),
        ...(spec.languages ?? []),
        ...(spec.datasets ?? []).map((id) => `dataset:${id}`),
        ...(base?.ids ?? []).flatMap((id) => [`base_model:${id}`, `base_model:${base?.relation}:${id}`]),
        ...(spec.license ? [`license:${spec.license}`] : []),
        'endpoints_compatible',
        'region:us',
    ];
}

function factsOf(spec: ModelSpec, config: Record<string, unknown>): ModelFacts {
    const total = valuesIn(tensorsOf(spec.shape));
    const dtype = spec.dtype ?? 'F32';
    return {
        ...(spec.task && { pipeline_tag: spec.task }),
        ...(spec.library && { library_name: spec.library }),
        ...(spec.baseModel && { baseModel: spec.baseModel }),
        ...(spec.evalResults && { evalResults: spec.evalResults }),
        config: { architectures: config.architectures, model_type: config.model_type, tokenizer_config: {} },
        ...(spec.formats.includes('safetensors') && { safetensors: { parameters: { [dtype]: total }, total } }),
        ...(spec.quantisations && { gguf: { total, architecture: spec.modelType, context_length: 131_072 } }),
        providers: spec.providers ?? [],
    };
}

/** Turns a description into a repo with real headers, a card and a history. */
export function makeModel(spec: ModelSpec): Repo {
    const config = configOf(spec.shape, spec.modelType, spec.architecture);
    const metadata = metadataOf(spec);
    const card = cardText({ title: spec.id.split('/')[1] ?? spec.id, what: `A ${spec.modelType} model for ${spec.task ?? 'research'}.`, metadata, level: spec.card });
    const files: SeedFile[] = [
        ...(card === undefined ? [] : [{ path: 'README.md', content: card }]),
        { path: 'config.json', content: JSON.stringify(config, null, 2) },
        ...(spec.quantisations ? [] : tokenizerFiles()),
        ...weightFiles(spec),
        ...ggufFiles(spec),
        ...(spec.extraFiles ?? []),
    ];
    const hasMetadata = spec.card === 'full' || spec.card === 'partial';
    return { ...makeRepo({ ...spec, type: 'model', files, tags: tagsOf(spec), ...(hasMetadata && { cardData: metadata }) }), model: factsOf(spec, config) };
}
