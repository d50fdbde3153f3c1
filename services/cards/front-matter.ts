import { CORE_SCHEMA, load } from 'js-yaml';

/** Front matter longer than this is not metadata any more; parsing it would cost more than the card is worth. */
export const MAX_FRONT_MATTER = 256 * 1024;
/** PyYAML writes repeated objects as anchors and aliases; more of them than this nobody's evaluation results need. */
const MAX_ALIASES = 200;
/** A few aliases of aliases unfold to billions of values ("billion laughs") as soon as somebody walks over them. */
const MAX_NODES = 50_000;

export interface FrontMatter {
    /** The metadata; empty when there is none or it cannot be read. */
    data: Record<string, unknown>;
    /** Everything after the closing fence, byte for byte; the whole text when there is no front matter. */
    body: string;
    /** Why the metadata could not be read. */
    error?: string;
}

/**
 * The fence as huggingface_hub reads it (`REGEX_YAML_BLOCK` in src/huggingface_hub/repocard.py): `---` on the first line
 * with text, closed by `---` on a line of its own; LF, CRLF and CR. Also tolerated: a byte order mark, blanks after the
 * dashes, and an empty block.
 */
const FENCE = /^\uFEFF?\s*---[\t ]*(?:\r\n|\r|\n)(?:([\s\S]*?)(?:\r\n|\r|\n))?---[\t ]*(?:\r\n|\r|\n|$)/;

/** Splits a card into metadata and text. Never throws, whatever the text. */
export function readFrontMatter(text: string): FrontMatter {
    const { yaml, body } = splitFrontMatter(text);
    if (yaml === undefined) return { data: {}, body };
    return { ...parseYaml(yaml), body };
}

/** The two parts as they stand: `yaml` undefined when there is no fence. */
export function splitFrontMatter(text: string): { yaml?: string; body: string } {
    const match = FENCE.exec(text);
    if (!match) return { body: text };
    return { yaml: match[1] ?? '', body: text.slice(match[0].length) };
}

function parseYaml(yaml: string): Pick<FrontMatter, 'data' | 'error'> {
    const { value, error } = readYaml(yaml);
    if (error !== undefined) return { data: {}, error };
    if (value === null || value === undefined) return { data: {} };
    return isRecord(value) ? { data: value } : { data: {}, error: 'not a map of names to values' };
}

/** A document of texts, numbers, booleans, null, lists and maps, or why it cannot be read. Never throws, whatever the text. */
export function readYaml(yaml: string): { readonly value?: unknown; readonly error?: string } {
    if (yaml.length > MAX_FRONT_MATTER) return { error: `longer than ${MAX_FRONT_MATTER} characters` };
    if (yaml.trim() === '') return {};
    try {
        // No tag of CORE_SCHEMA builds anything else.
        const value = load(yaml, { schema: CORE_SCHEMA, maxAliases: MAX_ALIASES });
        return countNodes(value, MAX_NODES) > MAX_NODES ? { error: `more than ${MAX_NODES} values` } : { value };
    } catch (error) {
        return { error: firstLine(error) };
    }
}

/** How many values a reader of the whole tree would meet, up to `limit` + 1. */
function countNodes(root: unknown, limit: number): number {
    const open: unknown[] = [root];
    let count = 0;
    while (open.length > 0 && count <= limit) {
        const node = open.pop();
        count++;
        if (typeof node !== 'object' || node === null) continue;
        for (const child of Object.values(node)) {
            if (open.length > limit) return limit + 1;
            open.push(child);
        }
    }
    return count;
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(error: unknown): string {
    const [line = ''] = (error instanceof Error ? error.message : '').split('\n');
    return line.slice(0, 200) || 'not valid YAML';
}
