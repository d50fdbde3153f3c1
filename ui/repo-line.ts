import type { RepoSummary } from '../services/discovery';
import type { Reader } from './reader';
import { link, plain } from './text';

/** `[owner/name](address) – what there is to know in a line`. */
export function repoLine(repo: RepoSummary, reader: Reader): string {
    const facts = repoFacts(repo, reader);
    return [repoLink(repo), ...(facts.length > 0 ? [facts.join(' · ')] : [])].join(' – ');
}

export function repoLink({ id, url }: Pick<RepoSummary, 'id' | 'url'>): string {
    return link(id, url);
}

/** The facts of a list line, those that are known. */
export function repoFacts(repo: RepoSummary, reader: Reader): string[] {
    return [...nature(repo, reader), ...standing(repo, reader)].filter((fact) => fact !== undefined);
}

/** What it is. */
function nature(repo: RepoSummary, { lang }: Reader): (string | undefined)[] {
    const { tasks, library, license, parameters, rows, sdk, stage, hardware } = repo;
    return [
        ...[tasks.join(', ') || undefined, library, sdk, stage, hardware, license].map((text) => text && plain(text)),
        parameters === undefined ? undefined : lang.t('repo.parameters', { n: parameters, count: lang.compact(parameters) }),
        rows && lang.t('repo.rows', { range: plain(rowRange(rows)) }),
    ];
}

/** How it is used, and who may. */
function standing(repo: RepoSummary, { lang, now }: Reader): (string | undefined)[] {
    const { downloads, likes, gated, updatedAt } = repo;
    return [
        downloads === undefined ? undefined : lang.t('repo.downloads', { n: downloads, count: lang.compact(downloads) }),
        likes === undefined ? undefined : lang.t('repo.likes', { n: likes, count: lang.compact(likes) }),
        repo.private ? lang.t('repo.private') : undefined,
        gated === false ? undefined : lang.t('repo.gated'),
        updatedAt === undefined ? undefined : lang.t('repo.updated', { when: lang.relative(updatedAt, now) }),
    ];
}

/** The Hub's size categories, `1K<n<10K` and `n>1T`, as people write ranges. */
function rowRange(category: string): string {
    return category.replace(/^(\w+)<n<(\w+)$/, '$1–$2').replace(/^n</, '< ').replace(/^n>/, '> ');
}
