import { load } from 'js-yaml';
import { z } from 'zod';
import type { Commit } from '../model';

const metadata = z.record(z.string(), z.unknown());

/** The front matter of the commit's README.md; undefined when there is none that can be read. */
export function cardDataOf(commit: Commit): Record<string, unknown> | undefined {
    const readme = commit.files.get('README.md');
    const text = readme && new TextDecoder().decode(readme.bytes.read());
    const yaml = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text ?? '')?.[1];
    if (yaml === undefined) {
        return undefined;
    }
    try {
        return metadata.safeParse(load(yaml)).data;
    } catch {
        // The Hub shows a card whose YAML is broken without its metadata.
        return undefined;
    }
}
