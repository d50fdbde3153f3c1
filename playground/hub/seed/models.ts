import { callPickle } from '../bytes/pickle';
import type { Quantisation } from '../bytes/gguf';
import { SparseBytes } from '../bytes/sparse';
import type { InferenceMapping } from '../model';
import { unsafeScan } from '../security';
import type { ModelSpec } from './model-spec';

const llama = (hidden: number, layers: number, vocab: number, { intermediate, kv }: { intermediate: number; kv: number }): ModelSpec['shape'] =>
    ({ kind: 'llama', hidden, layers, vocab, intermediate, kv });
const bert = (hidden: number, layers: number, vocab: number): ModelSpec['shape'] => ({ kind: 'bert', hidden, layers, vocab });

const LLAMA_8B = llama(4096, 32, 128_256, { intermediate: 14_336, kv: 1024 });
const LLAMA_1B = llama(2048, 16, 128_256, { intermediate: 8192, kv: 512 });
const MISTRAL_7B = llama(4096, 32, 32_768, { intermediate: 14_336, kv: 1024 });
const QWEN_7B = llama(3584, 28, 152_064, { intermediate: 18_944, kv: 512 });
const QWEN_HALF_B = llama(896, 24, 151_936, { intermediate: 4864, kv: 128 });
const ALL_QUANTISATIONS: Quantisation[] = ['Q2_K', 'Q3_K_M', 'Q4_0', 'Q4_K_M', 'Q5_K_M', 'Q6_K', 'Q8_0', 'F16'];

interface Served {
    provider: string;
    input: number;
    output: number;
}

const chatOn = (id: string, served: Served[]): InferenceMapping[] => served.map(({ provider, input, output }) => ({
    provider, status: 'live', providerId: id, task: 'conversational', pricing: { input, output }, contextLength: 131_072, supportsTools: true,
}));

const CHAT = { task: 'text-generation', library: 'transformers', dtype: 'BF16', languages: ['en'], formats: ['safetensors'], extraTags: ['conversational'], card: 'full' } satisfies Partial<ModelSpec>;
const GGUF = { task: 'text-generation', library: 'gguf', dtype: 'F16', languages: ['en'], formats: [], card: 'partial', extraTags: ['imatrix', 'conversational'], quantisations: ALL_QUANTISATIONS } satisfies Partial<ModelSpec>;
const LLAMA = { modelType: 'llama', architecture: 'LlamaForCausalLM' };
const QWEN = { modelType: 'qwen2', architecture: 'Qwen2ForCausalLM', license: 'apache-2.0' };
const MISTRAL = { modelType: 'mistral', architecture: 'MistralForCausalLM', license: 'apache-2.0' };
const BERT = { modelType: 'bert', architecture: 'BertModel', library: 'sentence-transformers', languages: ['en'], formats: ['safetensors'] } satisfies Partial<ModelSpec>;

const GENERATION: ModelSpec[] = [
    { ...CHAT, id: 'openai-community/gpt2', modelType: 'gpt2', architecture: 'GPT2LMHeadModel', shape: llama(768, 12, 50_257, { intermediate: 3072, kv: 768 }), dtype: 'F32', license: 'mit', formats: ['safetensors', 'pickle'], downloads: 11_000_000, likes: 3_010, extraTags: ['exbert'] },
    { ...CHAT, id: 'openai-community/gpt2-large', modelType: 'gpt2', architecture: 'GPT2LMHeadModel', shape: llama(1280, 36, 50_257, { intermediate: 5120, kv: 1280 }), dtype: 'F32', license: 'mit', downloads: 1_200_000, likes: 330, extraTags: [] },
    { ...CHAT, ...LLAMA, id: 'meta-llama/Llama-3.1-8B-Instruct', shape: LLAMA_8B, license: 'llama3.1', gated: 'manual', granted: ['bo'], downloads: 7_900_000, likes: 4_900, providers: chatOn('meta-llama/Llama-3.1-8B-Instruct', [{ provider: 'novita', input: 0.02, output: 0.05 }, { provider: 'cerebras', input: 0.1, output: 0.1 }, { provider: 'nscale', input: 0.06, output: 0.06 }]) },
    { ...CHAT, ...LLAMA, id: 'meta-llama/Llama-3.2-1B', shape: LLAMA_1B, license: 'llama3.2', gated: 'manual', downloads: 2_400_000, likes: 2_100, extraTags: [] },
    { ...CHAT, ...MISTRAL, id: 'mistralai/Mistral-7B-Instruct-v0.3', shape: MISTRAL_7B, downloads: 1_900_000, likes: 2_200, providers: chatOn('mistralai/Mistral-7B-Instruct-v0.3', [{ provider: 'together', input: 0.2, output: 0.2 }, { provider: 'featherless-ai', input: 0.1, output: 0.2 }]) },
    { ...CHAT, ...MISTRAL, id: 'mistralai/Mistral-7B-v0.1', shape: MISTRAL_7B, downloads: 820_000, likes: 3_900, extraTags: ['pretrained'] },
    { ...CHAT, ...QWEN, id: 'Qwen/Qwen2.5-7B-Instruct', shape: QWEN_7B, downloads: 9_300_000, likes: 860, baseModel: { relation: 'finetune', ids: ['Qwen/Qwen2.5-7B'] }, providers: chatOn('Qwen/Qwen2.5-7B-Instruct', [{ provider: 'together', input: 0.3, output: 0.3 }, { provider: 'featherless-ai', input: 0.1, output: 0.15 }]) },
    { ...CHAT, ...QWEN, id: 'Qwen/Qwen2.5-7B', shape: QWEN_7B, downloads: 1_100_000, likes: 230, extraTags: [] },
    { ...CHAT, ...QWEN, id: 'Qwen/Qwen2.5-0.5B-Instruct', shape: QWEN_HALF_B, downloads: 2_800_000, likes: 390, providers: chatOn('Qwen/Qwen2.5-0.5B-Instruct', [{ provider: 'featherless-ai', input: 0.05, output: 0.05 }]) },
    { ...CHAT, id: 'google/gemma-2-2b-it', modelType: 'gemma2', architecture: 'Gemma2ForCausalLM', shape: llama(2304, 26, 256_000, { intermediate: 9216, kv: 1024 }), license: 'gemma', gated: 'manual', downloads: 580_000, likes: 1_150 },
    { ...GGUF, ...LLAMA, id: 'bartowski/Llama-3.2-1B-Instruct-GGUF', shape: LLAMA_1B, license: 'llama3.2', downloads: 140_000, likes: 130, baseModel: { relation: 'quantized', ids: ['meta-llama/Llama-3.2-1B'] } },
    { ...GGUF, ...QWEN, id: 'Qwen/Qwen2.5-7B-Instruct-GGUF', shape: QWEN_7B, downloads: 120_000, likes: 270, baseModel: { relation: 'quantized', ids: ['Qwen/Qwen2.5-7B-Instruct'] } },
    { ...GGUF, ...LLAMA, id: 'TheBloke/Mistral-7B-Instruct-v0.2-GGUF', shape: MISTRAL_7B, license: 'apache-2.0', downloads: 98_000, likes: 460, card: 'full' },
];

const OTHERS: ModelSpec[] = [
    { ...BERT, id: 'sentence-transformers/all-MiniLM-L6-v2', task: 'sentence-similarity', shape: bert(384, 6, 30_522), license: 'apache-2.0', downloads: 120_000_000, likes: 4_100, card: 'full', formats: ['safetensors', 'pickle'], providers: [{ provider: 'hf-inference', status: 'live', providerId: 'sentence-transformers/all-MiniLM-L6-v2', task: 'sentence-similarity' }] },
    { ...BERT, id: 'BAAI/bge-small-en-v1.5', task: 'feature-extraction', shape: bert(384, 12, 30_522), license: 'mit', downloads: 8_900_000, likes: 380, card: 'full', providers: [{ provider: 'hf-inference', status: 'live', providerId: 'BAAI/bge-small-en-v1.5', task: 'feature-extraction' }] },
    { ...BERT, id: 'openai/whisper-large-v3', task: 'automatic-speech-recognition', library: 'transformers', modelType: 'whisper', architecture: 'WhisperForConditionalGeneration', shape: bert(1280, 64, 51_866), dtype: 'F16', license: 'apache-2.0', languages: ['en', 'zh', 'de'], downloads: 4_700_000, likes: 4_900, card: 'full', providers: [{ provider: 'hf-inference', status: 'live', providerId: 'openai/whisper-large-v3', task: 'automatic-speech-recognition' }] },
    { ...BERT, id: 'facebook/bart-large-cnn', task: 'summarization', library: 'transformers', modelType: 'bart', architecture: 'BartForConditionalGeneration', shape: bert(1024, 24, 50_264), license: 'mit', datasets: ['abisee/cnn_dailymail'], downloads: 3_300_000, likes: 1_450, card: 'full' },
    { ...BERT, id: 'google-t5/t5-small', task: 'translation', library: 'transformers', modelType: 't5', architecture: 'T5ForConditionalGeneration', shape: bert(512, 12, 32_128), license: 'apache-2.0', languages: ['en', 'fr', 'de'], downloads: 3_600_000, likes: 480, card: 'full' },
    { ...BERT, id: 'black-forest-labs/FLUX.1-dev', task: 'text-to-image', library: 'diffusers', modelType: 'flux', architecture: 'FluxTransformer2DModel', shape: bert(3072, 57, 256), dtype: 'BF16', license: 'other', gated: 'auto', downloads: 1_600_000, likes: 11_300, card: 'full', providers: [{ provider: 'fal-ai', status: 'live', providerId: 'fal-ai/flux/dev', task: 'text-to-image' }] },
    { ...BERT, id: 'sshleifer/tiny-gpt2', task: 'text-generation', library: 'transformers', modelType: 'gpt2', architecture: 'GPT2LMHeadModel', shape: bert(2, 2, 50_257), formats: ['old-pickle'], languages: undefined, downloads: 410_000, likes: 35, card: 'none' },
    {
        ...BERT, id: 'ykilcher/totally-harmless-model', task: 'text-generation', library: 'transformers', shape: bert(16, 1, 128), formats: [], downloads: 40, likes: 32, card: 'bare',
        extraFiles: [{
            path: 'pytorch_model.bin',
            content: SparseBytes.of(callPickle('posix', 'system', 'echo this would have run')),
            scan: unsafeScan([{ module: 'posix', name: 'system', safety: 'dangerous' }]),
        }],
    },
    { ...BERT, id: 'dave/removed-by-the-hub', task: 'text-generation', shape: bert(16, 1, 128), downloads: 0, likes: 1, card: 'bare', disabled: true },
];

const ACME: ModelSpec[] = [
    { ...BERT, id: 'acme/bert-prod', task: 'text-classification', library: 'transformers', shape: bert(32, 2, 64), license: 'apache-2.0', private: true, author: 'alice', downloads: 210, likes: 3, card: 'partial', baseModel: { relation: 'finetune', ids: ['google-bert/bert-base-uncased'] }, createdAt: '2025-01-10T08:00:00.000Z' },
    { ...BERT, id: 'acme/bert-staging', task: 'text-classification', library: 'transformers', shape: bert(32, 2, 64), private: true, author: 'alice', downloads: 12, likes: 0, card: 'bare', createdAt: '2025-02-01T08:00:00.000Z' },
    { ...GGUF, ...LLAMA, id: 'acme/support-llama-GGUF', shape: LLAMA_1B, license: 'llama3.2', private: true, author: 'carol', downloads: 33, likes: 1, quantisations: ['Q4_K_M', 'Q8_0'] },
    { ...BERT, id: 'acme/fraud-pickle', task: 'tabular-classification', library: 'sklearn', modelType: 'sklearn', architecture: 'RandomForestClassifier', shape: bert(8, 1, 16), formats: ['old-pickle'], private: true, author: 'bo', downloads: 4, likes: 0, card: 'none' },
    { ...BERT, id: 'acme/embedder', task: 'feature-extraction', shape: bert(64, 2, 128), license: 'mit', downloads: 900, likes: 11, card: 'full', author: 'alice' },
    { ...BERT, id: 'alice/notes-classifier', task: 'text-classification', library: 'transformers', shape: bert(16, 1, 64), private: true, downloads: 1, likes: 0, card: 'bare' },
];

export const OTHER_MODELS: ModelSpec[] = [...GENERATION, ...OTHERS, ...ACME];
