import { load } from 'js-yaml';
import { z } from 'zod';
import type { RepoType } from '../model';
import { LICENSES } from '../seed/tag-catalogue';

interface Message {
    message: string;
}

/** What the Hub says of the metadata of a card; errors refuse it. */
interface Verdict {
    warnings: Message[];
    errors: Message[];
}

/** The block between two lines of three dashes at the very start. */
const FRONT_MATTER = /^\s*---[^\S\r\n]*\r?\n([\s\S]*?)\r?\n?---[^\S\r\n]*(\r?\n|$)/;

const EMPTY: Verdict = { warnings: [{ message: 'empty or missing yaml metadata in repo card' }], errors: [] };

const strings = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function checkFields(metadata: Record<string, unknown>, repoType: RepoType): Verdict {
    const errors: Message[] = [];
    const warnings: Message[] = [];
    if ('license' in metadata && !strings(metadata.license).every((id) => typeof id === 'string' && LICENSES.includes(id))) {
        errors.push({ message: `"license" must be one of [${LICENSES.join(', ')}]` });
    }
    if ('tags' in metadata && !strings(metadata.tags).every((tag) => typeof tag === 'string')) {
        errors.push({ message: '"tags" must be an array of strings' });
    }
    if (repoType === 'space' && !('sdk' in metadata)) {
        errors.push({ message: '"sdk" is required' });
    }
    return { warnings, errors };
}

/** Reads the front matter of a README.md as the Hub does for a repo of the type. */
export function checkCard(content: string, repoType: RepoType): Verdict {
    const yaml = FRONT_MATTER.exec(content)?.[1];
    if (yaml === undefined || yaml.trim() === '') {
        return EMPTY;
    }
    try {
        const metadata = z.record(z.string(), z.unknown()).safeParse(load(yaml));
        return metadata.success ? checkFields(metadata.data, repoType) : { warnings: [], errors: [{ message: 'YAML metadata must be an object' }] };
    } catch (error) {
        return { warnings: [], errors: [{ message: `YAML Metadata Error: ${error instanceof Error ? error.message : 'unreadable'}` }] };
    }
}
