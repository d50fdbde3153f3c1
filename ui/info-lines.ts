import type { RepoParts, RepoSummary } from '../services/discovery';
import type { HubCommit, SecurityStatus, SizedFile } from '../services/hub';
import type { MessageKey } from './catalogue';
import type { Lang } from './language';
import type { Reader } from './reader';
import { repoFacts, repoLink } from './repo-line';
import { code, link, plain, truncate } from './text';
import type { Attachment } from './view';

/** `*Label:* value`; nothing when there is no value. */
export function line(label: MessageKey, value: string | undefined, lang: Lang): string | undefined {
    return value === undefined || value === '' ? undefined : lang.t('info.line', { label: lang.t(label), value });
}

/** The first lines of every report: the linked id, then the facts that a list shows. */
export function headline(repo: RepoSummary, reader: Reader): string[] {
    return [`*${repoLink(repo)}*`, repoFacts(repo, reader).join(' · ')];
}

/** Who may read it. */
export function accessValue({ private: hidden, gated }: Pick<RepoSummary, 'private' | 'gated'>, lang: Lang): string {
    if (hidden) {
        return lang.t('info.access.private');
    }
    return lang.t(gated === false ? 'info.access.open' : gated === 'auto' ? 'info.access.auto' : 'info.access.manual');
}

/** Files named in the security line; the rest is counted. */
const NAMED_ISSUES = 5;

/** The verdict of the Hub's scanners. Without one nothing is called safe. */
export function securityValue({ scansDone, filesWithIssues }: SecurityStatus, lang: Lang): string {
    if (filesWithIssues.length > 0) {
        const files = filesWithIssues.slice(0, NAMED_ISSUES).map(({ path, level }) => `${code(path)} (${plain(level)})`);
        return lang.t('info.security.issues', { n: filesWithIssues.length, files: files.join(', ') });
    }
    return lang.t(scansDone ? 'info.security.clean' : 'info.security.pending');
}

export function filesValue(files: readonly SizedFile[], lang: Lang): string {
    const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
    return lang.t('info.files_value', { n: files.length, size: lang.bytes(bytes) });
}

/** How many discussions and pull requests wait, linked to their page. */
export function openValue({ discussions, pullRequests }: { readonly discussions: number; readonly pullRequests: number }, url: string, lang: Lang): string {
    const counts = [lang.t('info.open.pull_requests', { n: pullRequests }), lang.t('info.open.discussions', { n: discussions })];
    return link(lang.list(counts), `${url}/discussions`);
}

/** Files that the attachment lists, the largest first. */
const LISTED_FILES = 25;
const TITLE_LIMIT = 90;

/** The files and the last commits, to be opened by whoever wants them. */
export function historyAttachments({ files, commits }: RepoParts, url: string, reader: Reader): Attachment[] {
    return [
        ...(files.ok && files.value.length > 0 ? [filesAttachment(files.value, url, reader.lang)] : []),
        ...(commits.ok && commits.value.length > 0 ? [commitsAttachment(commits.value, url, reader)] : []),
    ];
}

function filesAttachment(files: readonly SizedFile[], url: string, lang: Lang): Attachment {
    const largest = [...files].sort((a, b) => (b.size ?? 0) - (a.size ?? 0)).slice(0, LISTED_FILES);
    const lines = largest.map(({ path, size }) => `- ${code(path)}${size === undefined ? '' : ` ${lang.bytes(size)}`}`);
    const rest = files.length - largest.length;
    const more = rest > 0 ? [lang.t('info.more', { n: rest })] : [];
    return { title: lang.t('info.files'), link: `${url}/tree/main`, text: [...lines, ...more].join('\n'), collapsed: true };
}

function commitsAttachment(commits: readonly HubCommit[], url: string, { lang, now }: Reader): Attachment {
    const lines = commits.map(({ id, title, authors, date }) => {
        const when = lang.relative(Date.parse(date), now);
        const by = authors?.map(({ user }) => plain(user)).join(', ');
        return `- ${link(id.slice(0, 7), `${url}/commit/${id}`)} ${plain(truncate(title, TITLE_LIMIT))} – ${[by, when].filter(Boolean).join(', ')}`;
    });
    return { title: lang.t('info.commits'), link: `${url}/commits/main`, text: lines.join('\n'), collapsed: true };
}
