import * as z from 'zod/mini';
import { isRepoId } from '../hub';

/** What one file of a repository tells about all of it. */
export interface CardHint {
    /** The name by which the Hub knows the library. */
    readonly library?: string | undefined;
    /** The task, as a pipeline tag. */
    readonly pipeline?: string | undefined;
    /** What it was trained from, `owner/name`. */
    readonly baseModel?: string | undefined;
}

/** Configurations are a few kilobytes; a tokenizer that is called one is not read. */
const MAX_CONFIG_BYTES = 200_000;

const configSchema = z.looseObject({ architectures: z.optional(z.array(z.string())), transformers_version: z.optional(z.string()), model_type: z.optional(z.string()) });
const adapterSchema = z.looseObject({ peft_type: z.string(), base_model_name_or_path: z.nullish(z.string()) });
const pipelineSchema = z.looseObject({ _class_name: z.string(), _diffusers_version: z.optional(z.string()) });
const modulesSchema = z.array(z.looseObject({ type: z.string() }));

/**
 * The end of a class in `architectures`, and the task it is for. Classes that serve several, `ForConditionalGeneration` for one, tell none.
 * Source: https://github.com/huggingface/transformers (src/transformers/models/auto/modeling_auto.py).
 */
const TASKS: ReadonlyArray<readonly [RegExp, string]> = [
    [/ForCausalLM$/, 'text-generation'],
    [/ForMaskedLM$/, 'fill-mask'],
    [/ForSequenceClassification$/, 'text-classification'],
    [/ForTokenClassification$/, 'token-classification'],
    [/ForQuestionAnswering$/, 'question-answering'],
    [/ForImageClassification$/, 'image-classification'],
    [/ForObjectDetection$/, 'object-detection'],
    [/ForAudioClassification$/, 'audio-classification'],
    [/(?:ForCTC|ForSpeechSeq2Seq)$/, 'automatic-speech-recognition'],
];

type Reader = (value: unknown) => CardHint;

/** By the name of the file, in the root of a repository. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
    ['config.json', fromConfig],
    ['adapter_config.json', fromAdapter],
    ['model_index.json', fromPipeline],
    ['modules.json', fromModules],
]);

/** What a configuration tells; undefined for all other files and for what can't be read. */
export function cardHint(path: string, bytes: Uint8Array): CardHint | undefined {
    const read = READERS.get(path);
    if (!read || bytes.length > MAX_CONFIG_BYTES) {
        return undefined;
    }
    try {
        return read(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
}

function fromConfig(value: unknown): CardHint {
    const { success, data } = configSchema.safeParse(value);
    const [architecture, ...others] = (success && data.architectures) || [];
    // Other libraries have a config.json as well, without the version.
    if (!success || data.transformers_version === undefined || architecture === undefined) {
        return {};
    }
    return { library: 'transformers', pipeline: others.length > 0 ? undefined : TASKS.find(([end]) => end.test(architecture))?.[1] };
}

function fromAdapter(value: unknown): CardHint {
    const { success, data } = adapterSchema.safeParse(value);
    if (!success) {
        return {};
    }
    const base = data.base_model_name_or_path ?? '';
    // A folder of the machine it was trained on is no repository.
    return { library: 'peft', baseModel: base.split('/').length === 2 && isRepoId(base) ? base : undefined };
}

function fromPipeline(value: unknown): CardHint {
    const { success, data } = pipelineSchema.safeParse(value);
    return success && data._diffusers_version !== undefined ? { library: 'diffusers' } : {};
}

function fromModules(value: unknown): CardHint {
    const { success, data } = modulesSchema.safeParse(value);
    return success && data.some(({ type }) => type.startsWith('sentence_transformers.')) ? { library: 'sentence-transformers', pipeline: 'sentence-similarity' } : {};
}
