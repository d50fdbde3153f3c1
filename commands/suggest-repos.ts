import type { Ctx } from '../context/ctx';
import { quicksearch, type RepoType } from '../services/hub';
import type { Suggestion } from './command';

interface SuggestOptions {
    readonly types: readonly RepoType[];
    /** The command that a suggestion runs; `info model owner/name` and so on if left out. */
    readonly command?: (id: string) => string;
}

/** A shorter text fits half the Hub. */
const MIN_LETTERS = 2;
const LIMIT = 10;

/** Completes what is typed to ids that the Hub's own search box would offer; nothing while an option is being typed. */
export async function suggestRepos(ctx: Ctx, typed: readonly string[], { types, command }: SuggestOptions): Promise<Suggestion[]> {
    const q = typed.join(' ');
    if (q.length < MIN_LETTERS || typed.some((word) => word.startsWith('--'))) {
        return [];
    }
    const { value } = await quicksearch(ctx.hub, { q, types, limit: LIMIT });
    const found = types.flatMap((type) => value[`${type}s`].map(({ id }) => ({ label: id, command: command?.(id) ?? `info ${type} ${id}` })));
    return found.slice(0, LIMIT);
}
