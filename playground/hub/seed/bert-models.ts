import type { ModelSpec } from './model-spec';

interface BertRow {
    id: string;
    task: string;
    /** Hidden size, layers, vocabulary. */
    size: readonly [number, number, number];
    downloads: number;
    likes: number;
    license?: string;
    language?: string;
    more?: Partial<ModelSpec>;
}

const BASE = [768, 12, 30_522] as const;
const LARGE = [1024, 24, 30_522] as const;
const SMALL = [768, 6, 30_522] as const;
const MULTI = [768, 12, 119_547] as const;
const XLM = [768, 12, 250_002] as const;
const ROBERTA = [768, 12, 50_265] as const;
const WIKI = { datasets: ['bookcorpus/bookcorpus', 'wikimedia/wikipedia'], card: 'full' as const };
const BERT_BASE = 'google-bert/bert-base-uncased';

const ROWS: BertRow[] = [
    { id: BERT_BASE, task: 'fill-mask', size: BASE, downloads: 64_000_000, likes: 2_480, more: { ...WIKI, formats: ['safetensors', 'pickle'], providers: [{ provider: 'hf-inference', status: 'live', providerId: BERT_BASE, task: 'fill-mask' }] } },
    { id: 'google-bert/bert-base-cased', task: 'fill-mask', size: [768, 12, 28_996], downloads: 5_600_000, likes: 320, more: WIKI },
    { id: 'google-bert/bert-large-uncased', task: 'fill-mask', size: LARGE, downloads: 1_500_000, likes: 130, more: WIKI },
    { id: 'google-bert/bert-large-cased', task: 'fill-mask', size: [1024, 24, 28_996], downloads: 210_000, likes: 34, more: WIKI },
    { id: 'google-bert/bert-base-multilingual-cased', task: 'fill-mask', size: MULTI, downloads: 5_200_000, likes: 540, language: 'multilingual', more: WIKI },
    { id: 'google-bert/bert-base-multilingual-uncased', task: 'fill-mask', size: [768, 12, 105_879], downloads: 4_100_000, likes: 130, language: 'multilingual' },
    { id: 'google-bert/bert-base-chinese', task: 'fill-mask', size: [768, 12, 21_128], downloads: 3_100_000, likes: 1_260, language: 'zh' },
    { id: 'google-bert/bert-base-german-cased', task: 'fill-mask', size: [768, 12, 30_000], downloads: 130_000, likes: 73, license: 'mit', language: 'de' },
    { id: 'google-bert/bert-large-uncased-whole-word-masking-finetuned-squad', task: 'question-answering', size: LARGE, downloads: 260_000, likes: 190, more: WIKI },
    { id: 'distilbert/distilbert-base-uncased', task: 'fill-mask', size: SMALL, downloads: 12_000_000, likes: 760, more: WIKI },
    { id: 'distilbert/distilbert-base-cased', task: 'fill-mask', size: SMALL, downloads: 290_000, likes: 55 },
    { id: 'distilbert/distilbert-base-multilingual-cased', task: 'fill-mask', size: [768, 6, 119_547], downloads: 850_000, likes: 200, language: 'multilingual' },
    { id: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english', task: 'text-classification', size: SMALL, downloads: 5_900_000, likes: 830, more: { datasets: ['stanfordnlp/sst2', 'nyu-mll/glue'], card: 'full', baseModel: { relation: 'finetune', ids: ['distilbert/distilbert-base-uncased'] }, providers: [{ provider: 'hf-inference', status: 'live', providerId: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english', task: 'text-classification' }], evalResults: [{ dataset: { id: 'nyu-mll/glue', task_id: 'sst2' }, value: 0.911 }] } },
    { id: 'distilbert/distilbert-base-cased-distilled-squad', task: 'question-answering', size: SMALL, downloads: 240_000, likes: 260 },
    { id: 'FacebookAI/roberta-base', task: 'fill-mask', size: ROBERTA, downloads: 13_500_000, likes: 540, license: 'mit', more: WIKI },
    { id: 'FacebookAI/roberta-large', task: 'fill-mask', size: [1024, 24, 50_265], downloads: 19_000_000, likes: 260, license: 'mit', more: WIKI },
    { id: 'FacebookAI/xlm-roberta-base', task: 'fill-mask', size: XLM, downloads: 16_000_000, likes: 760, license: 'mit', language: 'multilingual' },
    { id: 'FacebookAI/xlm-roberta-large', task: 'fill-mask', size: [1024, 24, 250_002], downloads: 6_300_000, likes: 470, license: 'mit', language: 'multilingual' },
    { id: 'FacebookAI/roberta-large-mnli', task: 'text-classification', size: [1024, 24, 50_265], downloads: 320_000, likes: 190, license: 'mit' },
    { id: 'microsoft/deberta-v3-base', task: 'fill-mask', size: [768, 12, 128_100], downloads: 2_400_000, likes: 360, license: 'mit', more: { formats: ['pickle'] } },
    { id: 'microsoft/deberta-v3-large', task: 'fill-mask', size: [1024, 24, 128_100], downloads: 1_100_000, likes: 240, license: 'mit', more: { formats: ['pickle'] } },
    { id: 'microsoft/deberta-v3-small', task: 'fill-mask', size: [768, 6, 128_100], downloads: 730_000, likes: 60, license: 'mit', more: { formats: ['pickle'] } },
    { id: 'albert/albert-base-v2', task: 'fill-mask', size: [768, 1, 30_000], downloads: 3_600_000, likes: 130 },
    { id: 'ProsusAI/finbert', task: 'text-classification', size: BASE, downloads: 3_900_000, likes: 1_050, more: { license: undefined, formats: ['pickle'], card: 'partial', baseModel: { relation: 'finetune', ids: [BERT_BASE] } } },
    { id: 'yiyanghkust/finbert-tone', task: 'text-classification', size: BASE, downloads: 1_200_000, likes: 210, more: { license: undefined, formats: ['pickle'], card: 'bare' } },
    { id: 'emilyalsentzer/Bio_ClinicalBERT', task: 'fill-mask', size: [768, 12, 28_996], downloads: 2_600_000, likes: 380, license: 'mit', more: { formats: ['pickle'] } },
    { id: 'dmis-lab/biobert-v1.1', task: 'feature-extraction', size: [768, 12, 28_996], downloads: 1_400_000, likes: 90, more: { license: undefined, formats: ['pickle'], card: 'none' } },
    { id: 'nlpaueb/legal-bert-base-uncased', task: 'fill-mask', size: BASE, downloads: 190_000, likes: 270, license: 'cc-by-sa-4.0', more: { formats: ['pickle'] } },
    { id: 'microsoft/codebert-base', task: 'feature-extraction', size: ROBERTA, downloads: 690_000, likes: 270, more: { license: undefined, formats: ['pickle'], card: 'bare' } },
    { id: 'microsoft/graphcodebert-base', task: 'fill-mask', size: ROBERTA, downloads: 420_000, likes: 80, more: { license: undefined, formats: ['pickle'], card: 'bare' } },
    { id: 'answerdotai/ModernBERT-base', task: 'fill-mask', size: [768, 22, 50_368], downloads: 1_900_000, likes: 960, more: { card: 'full' } },
    { id: 'answerdotai/ModernBERT-large', task: 'fill-mask', size: [1024, 28, 50_368], downloads: 220_000, likes: 440, more: { card: 'full' } },
    { id: 'colbert-ir/colbertv2.0', task: 'feature-extraction', size: BASE, downloads: 6_800_000, likes: 300, license: 'mit' },
    { id: 'dslim/bert-base-NER', task: 'token-classification', size: [768, 12, 28_996], downloads: 2_300_000, likes: 640, license: 'mit', more: { datasets: ['eriktks/conll2003'], card: 'full' } },
    { id: 'dslim/bert-large-NER', task: 'token-classification', size: [1024, 24, 28_996], downloads: 130_000, likes: 150, license: 'mit', more: { datasets: ['eriktks/conll2003'] } },
    { id: 'nlptown/bert-base-multilingual-uncased-sentiment', task: 'text-classification', size: [768, 12, 105_879], downloads: 1_600_000, likes: 420, license: 'mit', language: 'multilingual' },
    { id: 'cardiffnlp/twitter-roberta-base-sentiment-latest', task: 'text-classification', size: ROBERTA, downloads: 3_400_000, likes: 720, license: 'cc-by-4.0' },
    { id: 'neuralmind/bert-base-portuguese-cased', task: 'fill-mask', size: [768, 12, 29_794], downloads: 690_000, likes: 210, license: 'mit', language: 'pt' },
    { id: 'dbmdz/bert-base-turkish-cased', task: 'fill-mask', size: [768, 12, 32_000], downloads: 120_000, likes: 80, license: 'mit', language: 'tr', more: { formats: ['pickle'] } },
    { id: 'tohoku-nlp/bert-base-japanese-v3', task: 'fill-mask', size: [768, 12, 32_768], downloads: 110_000, likes: 60, language: 'ja' },
    { id: 'almanach/camembert-base', task: 'fill-mask', size: [768, 12, 32_005], downloads: 1_300_000, likes: 90, license: 'mit', language: 'fr' },
    { id: 'GroNLP/bert-base-dutch-cased', task: 'fill-mask', size: [768, 12, 30_073], downloads: 90_000, likes: 34, language: 'nl', more: { license: undefined } },
    { id: 'aubmindlab/bert-base-arabertv02', task: 'fill-mask', size: [768, 12, 64_000], downloads: 180_000, likes: 39, language: 'ar', more: { license: undefined } },
    { id: 'vinai/phobert-base', task: 'fill-mask', size: [768, 12, 64_001], downloads: 140_000, likes: 60, license: 'mit', language: 'vi', more: { formats: ['pickle'] } },
    { id: 'indobenchmark/indobert-base-p1', task: 'feature-extraction', size: BASE, downloads: 110_000, likes: 30, license: 'mit', language: 'id', more: { formats: ['pickle'] } },
    { id: 'typeform/distilbert-base-uncased-mnli', task: 'zero-shot-classification', size: SMALL, downloads: 320_000, likes: 40, more: { license: undefined } },
    { id: 'prajjwal1/bert-tiny', task: 'fill-mask', size: [128, 2, 30_522], downloads: 4_800_000, likes: 140, license: 'mit', more: { formats: ['pickle'], card: 'partial' } },
];

/** Encoder models, nearly all with "bert" in their id: enough for a search to have several pages. */
export const BERT_MODELS: ModelSpec[] = ROWS.map(({ id, task, size, downloads, likes, license = 'apache-2.0', language = 'en', more }) => {
    const [hidden, layers, vocab] = size;
    const roberta = /roberta|codebert|camembert|phobert/i.test(id);
    return {
        id,
        task,
        library: 'transformers',
        modelType: roberta ? 'roberta' : /deberta/.test(id) ? 'deberta-v2' : /distilbert/.test(id) ? 'distilbert' : 'bert',
        architecture: roberta ? 'RobertaForMaskedLM' : 'BertForMaskedLM',
        shape: { kind: 'bert', hidden, layers, vocab },
        downloads,
        likes,
        license,
        languages: [language],
        formats: ['safetensors'],
        card: 'partial',
        ...more,
    };
});
