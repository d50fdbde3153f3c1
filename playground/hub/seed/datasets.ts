import { SparseBytes } from '../bytes/sparse';
import type { DatasetSplit, Gating, Repo } from '../model';
import { cardText } from './cards';
import type { SeedFile } from './repo';
import { makeRepo } from './repo';

interface DatasetSpec {
    id: string;
    task: string;
    size: string;
    license?: string;
    language?: string;
    downloads: number;
    likes: number;
    /** Bytes of its one parquet file. */
    bytes: number;
    features?: Record<string, string>;
    rows?: Record<string, unknown>[];
    numRows: number;
    gated?: Gating;
    private?: boolean;
    configs?: string[];
    extraTags?: string[];
}

const TEXT_LABEL = { text: 'string', label: 'int64' };

const SPECS: DatasetSpec[] = [
    { id: 'rajpurkar/squad', task: 'question-answering', size: '10K<n<100K', license: 'cc-by-sa-4.0', downloads: 110_000, likes: 330, bytes: 14_458_314, numRows: 87_599, configs: ['plain_text'], features: { id: 'string', title: 'string', context: 'string', question: 'string' }, rows: [{ id: '5733be284776f41900661182', title: 'University_of_Notre_Dame', context: 'Architecturally, the school has a Catholic character.', question: 'What is the character of the school?' }] },
    { id: 'stanfordnlp/imdb', task: 'text-classification', size: '100K<n<1M', downloads: 120_000, likes: 330, bytes: 20_979_968, numRows: 25_000, features: TEXT_LABEL, rows: [{ text: 'A film that rewards patience.', label: 1 }, { text: 'Two hours I will not get back.', label: 0 }] },
    { id: 'nyu-mll/glue', task: 'text-classification', size: '1M<n<10M', license: 'other', downloads: 330_000, likes: 460, bytes: 3_110_468, numRows: 67_349, configs: ['sst2', 'mrpc'], features: { sentence: 'string', label: 'int64', idx: 'int64' }, rows: [{ sentence: 'hide new secretions from the parental units', label: 0, idx: 0 }] },
    { id: 'openai/gsm8k', task: 'text-generation', size: '10K<n<100K', license: 'mit', downloads: 520_000, likes: 900, bytes: 2_306_545, numRows: 7_473, configs: ['main', 'socratic'], features: { question: 'string', answer: 'string' }, rows: [{ question: 'A shop sold 48 clips in April and half as many in May. How many in total?', answer: '48 + 24 = 72 #### 72' }], extraTags: ['benchmark:official'] },
    { id: 'HuggingFaceFW/fineweb', task: 'text-generation', size: 'n>1T', license: 'odc-by', downloads: 280_000, likes: 2_400, bytes: 2_147_483_648, numRows: 25_000_000_000, features: { text: 'string', id: 'string', url: 'string' }, rows: [{ text: 'How to grow tomatoes on a balcony.', id: '<urn:uuid:1>', url: 'https://example.org/tomatoes' }] },
    { id: 'wikimedia/wikipedia', task: 'text-generation', size: '10M<n<100M', license: 'cc-by-sa-3.0', downloads: 95_000, likes: 890, bytes: 420_000_000, numRows: 6_407_814, features: { id: 'string', title: 'string', text: 'string' } },
    { id: 'Salesforce/wikitext', task: 'text-generation', size: '1M<n<10M', license: 'cc-by-sa-3.0', downloads: 900_000, likes: 520, bytes: 6_357_543, numRows: 36_718, configs: ['wikitext-2-raw-v1', 'wikitext-103-raw-v1'], features: { text: 'string' } },
    { id: 'cais/mmlu', task: 'question-answering', size: '100K<n<1M', license: 'mit', downloads: 310_000, likes: 540, bytes: 47_000_000, numRows: 99_842, features: { question: 'string', subject: 'string', answer: 'int64' } },
    { id: 'tatsu-lab/alpaca', task: 'text-generation', size: '10K<n<100K', license: 'cc-by-nc-4.0', downloads: 49_000, likes: 800, bytes: 24_246_638, numRows: 52_002, features: { instruction: 'string', input: 'string', output: 'string' } },
    { id: 'mozilla-foundation/common_voice_17_0', task: 'automatic-speech-recognition', size: '10M<n<100M', license: 'cc0-1.0', downloads: 61_000, likes: 340, bytes: 900_000_000, numRows: 1_013_968, gated: 'auto' },
    { id: 'ylecun/mnist', task: 'image-classification', size: '10K<n<100K', license: 'mit', downloads: 55_000, likes: 210, bytes: 15_561_616, numRows: 60_000, features: { image: 'image', label: 'int64' } },
    { id: 'fancyzhx/ag_news', task: 'text-classification', size: '100K<n<1M', downloads: 56_000, likes: 190, bytes: 18_585_438, numRows: 120_000, features: TEXT_LABEL },
    { id: 'dair-ai/emotion', task: 'text-classification', size: '100K<n<1M', license: 'other', downloads: 22_000, likes: 400, bytes: 1_030_740, numRows: 16_000, features: TEXT_LABEL },
    { id: 'HuggingFaceH4/ultrachat_200k', task: 'text-generation', size: '100K<n<1M', license: 'mit', downloads: 36_000, likes: 640, bytes: 243_867_000, numRows: 207_865, features: { prompt: 'string', messages: 'list' } },
    { id: 'acme/support-tickets', task: 'text-classification', size: '1K<n<10K', license: 'other', downloads: 14, likes: 0, bytes: 48_000, numRows: 250, private: true, features: TEXT_LABEL },
];

/** `PAR1` at both ends is what makes a file parquet to a reader's first look. */
function parquet(size: number): SparseBytes {
    const magic = new TextEncoder().encode('PAR1');
    return new SparseBytes(size, [{ offset: 0, bytes: magic }, { offset: size - magic.length, bytes: magic }]);
}

/** The seed's own rows first, then rows that only differ by their number. */
function rowAt({ rows = [], features = TEXT_LABEL }: DatasetSpec, index: number): Record<string, unknown> {
    return rows[index] ?? Object.fromEntries(Object.entries(features).map(([name, type]) => [name, type === 'int64' ? index % 2 : `${name} ${index}`]));
}

function splitsOf(spec: DatasetSpec): DatasetSplit[] {
    const features = spec.features ?? TEXT_LABEL;
    const shared = { features, rowAt: (index: number) => rowAt(spec, index) };
    return (spec.configs ?? ['default']).flatMap((config) => [
        { config, split: 'train', numRows: spec.numRows, ...shared },
        { config, split: 'test', numRows: Math.min(spec.numRows, 40), ...shared },
    ]);
}

function makeDataset(spec: DatasetSpec): Repo {
    const { language = 'en', license, task, size } = spec;
    const title = spec.id.split('/')[1] ?? spec.id;
    const metadata = { language: [language], ...(license && { license }), task_categories: [task], size_categories: [size], pretty_name: title };
    const files: SeedFile[] = [
        { path: 'README.md', content: cardText({ title, what: `Data for ${task}.`, metadata, level: 'partial' }) ?? '' },
        ...(spec.configs ?? ['data']).map((folder) => ({ path: `${folder}/train-00000-of-00001.parquet`, content: parquet(spec.bytes) })),
    ];
    const tags = [`task_categories:${task}`, `language:${language}`, ...(license ? [`license:${license}`] : []), `size_categories:${size}`, 'format:parquet', 'modality:text', 'library:datasets', ...(spec.extraTags ?? []), 'region:us'];
    return { ...makeRepo({ ...spec, type: 'dataset', files, tags, cardData: metadata }), dataset: { description: `${title}: data for ${task}.`, splits: splitsOf(spec) } };
}

export const makeDatasets = (): Repo[] => SPECS.map(makeDataset);
