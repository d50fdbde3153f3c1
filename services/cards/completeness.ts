import type { FrontMatter } from './front-matter';
import { splitSections, textBelow, type Section } from './sections';

/** One thing a good card has, and whether this one has it. */
export interface CardCheck {
    /** `metadata.license`, `section.limitations`: stable, for the message catalogue. */
    id: string;
    /** What it counts for. */
    weight: number;
    met: boolean;
    /** `missing`: not there; `empty`: a heading without text, or the template's own placeholder. */
    reason?: 'missing' | 'empty';
}

export interface CardScore {
    /** 0–100, whole. */
    score: number;
    checks: CardCheck[];
    /** Why the metadata could not be read. */
    metadataError?: string;
}

interface MetadataRule {
    field: string;
    weight: number;
}

interface SectionRule {
    id: string;
    weight: number;
    /** Titles that mean this section. */
    title: RegExp;
}

/*
 * What counts follows the model card template (https://huggingface.co/docs/hub/model-card-annotated) and the metadata the
 * Hub searches by. Legal and safety matters weigh most.
 */
const METADATA: readonly MetadataRule[] = [
    { field: 'license', weight: 12 },
    { field: 'pipeline_tag', weight: 6 },
    { field: 'library_name', weight: 4 },
    { field: 'language', weight: 5 },
    { field: 'datasets', weight: 6 },
    { field: 'base_model', weight: 4 },
    { field: 'tags', weight: 3 },
];

const SECTIONS: readonly SectionRule[] = [
    { id: 'description', weight: 10, title: /\b(?:model (?:details|description|overview|summary)|description|overview|introduction|about|summary)\b/i },
    { id: 'intended-use', weight: 10, title: /\b(?:intended uses?|uses?|direct use|use cases?|usage)\b/i },
    { id: 'limitations', weight: 10, title: /\b(?:limitations?|out[- ]of[- ]scope)\b/i },
    { id: 'bias', weight: 8, title: /\b(?:bias(?:es)?|risks?|ethic(?:s|al)|safety|fairness)\b/i },
    { id: 'training-data', weight: 7, title: /\b(?:training|pre-?training|datasets?|data)\b/i },
    { id: 'evaluation', weight: 7, title: /\b(?:evaluations?|results?|benchmarks?|performance|metrics)\b/i },
    { id: 'how-to-use', weight: 4, title: /\b(?:how to|get(?:ting)? started|quick ?start|usage|inference|examples?)\b/i },
    { id: 'environment', weight: 2, title: /\b(?:environment(?:al)?|carbon|emissions?|co2)\b/i },
    { id: 'contact', weight: 2, title: /\b(?:contact|citation|authors?|maintainers?)\b/i },
];

/** The template's own words: a section that says nothing else is not filled in. */
const PLACEHOLDER = /\[?more information needed\]?/gi;
/** A shorter text says nothing: "TBD", "n/a", "none". */
const MIN_TEXT = 12;

/** How complete a card is, by fixed rules: the same card always has the same score and the same reasons. */
export function scoreCard({ data, body, error }: FrontMatter): CardScore {
    const sections = splitSections(body);
    const checks = [
        ...METADATA.map((rule) => checkMetadata(rule, data)),
        ...SECTIONS.map((rule) => checkSection(rule, sections)),
    ];
    const total = checks.reduce((sum, { weight }) => sum + weight, 0);
    const reached = checks.reduce((sum, { weight, met }) => sum + (met ? weight : 0), 0);
    return { score: Math.round((100 * reached) / total), checks, ...(error === undefined ? {} : { metadataError: error }) };
}

function checkMetadata({ field, weight }: MetadataRule, data: Readonly<Record<string, unknown>>): CardCheck {
    const id = `metadata.${field}`;
    if (!Object.hasOwn(data, field)) return { id, weight, met: false, reason: 'missing' };
    return isFilled(data[field]) ? { id, weight, met: true } : { id, weight, met: false, reason: 'empty' };
}

function isFilled(value: unknown): boolean {
    if (typeof value === 'string') return value.trim() !== '' && value.replace(PLACEHOLDER, '').trim() !== '';
    if (Array.isArray(value)) return value.some(isFilled);
    return value !== null && value !== undefined;
}

function checkSection({ id: name, weight, title }: SectionRule, sections: readonly Section[]): CardCheck {
    const id = `section.${name}`;
    const candidates = sections.flatMap((section, index) => (section.level > 0 && title.test(section.title) ? [index] : []));
    const filled = candidates.some((index) => saysSomething(textBelow(sections, index)))
        // A card often opens with its description, without a heading of its own.
        || (name === 'description' && sections.some(({ level, text }, index) => level <= 1 && index <= 1 && saysSomething(text)));
    if (filled) return { id, weight, met: true };
    return { id, weight, met: false, reason: candidates.length > 0 ? 'empty' : 'missing' };
}

function saysSomething(text: string): boolean {
    const plain = text.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/<[^<>]*>/g, '').replace(PLACEHOLDER, '').replace(/[-*_#|:>\s]+/g, ' ');
    return plain.trim().length >= MIN_TEXT;
}
