import { button, linkButton } from '../blocks';
import { code, link } from '../text';
import type { Button, View } from '../view';
import type { NewsCard, NewsReader, NewsRepo } from './news-reader';
import { ago, personName, repoName, shortTitle } from './news-text';

export interface NewsCommit {
    readonly sha: string;
    /** The commit before it; undefined for the first one, and where it is not known. */
    readonly parent: string | undefined;
    readonly title: string;
    /** Hugging Face user names. */
    readonly authors: readonly string[];
    /** Milliseconds since 1970. */
    readonly at: number;
}

export interface Branch {
    readonly repo: NewsRepo;
    readonly branch: string;
}

/** Commits named in a card; the rest is counted. */
const LISTED = 5;
const SHORT_SHA = 7;

/** What came to a branch lately. `commits`: oldest first. */
export function branchCard({ repo, branch }: Branch, commits: readonly NewsCommit[], reader: NewsReader): NewsCard {
    const { lang } = reader;
    const newest = commits.slice(-LISTED).reverse();
    const rest = commits.length - newest.length;
    const lines = [
        lang.t('news.branch.title', { repo: repoName(repo), branch: code(branch), n: commits.length }),
        ...newest.map((commit) => `- ${commitText(commit, repo, reader)}`),
        ...(rest > 0 ? [lang.t('info.more', { n: rest })] : []),
    ];
    return { view: { text: lines.join('\n') }, buttons: branchButtons({ repo, branch }, commits, reader) };
}

/** One commit as a message of its own. */
export const commitMessage = ({ repo, branch }: Branch, commit: NewsCommit, reader: NewsReader): View => ({
    text: [reader.lang.t('news.branch.title', { repo: repoName(repo), branch: code(branch), n: 1 }), commitText(commit, repo, reader)].join('\n'),
});

/** One commit as a line among others. */
export const commitLine = ({ repo, branch }: Branch, commit: NewsCommit, reader: NewsReader): string => `${repoName(repo)} ${code(branch)} ${commitText(commit, repo, reader)}`;

function commitText({ sha, title, authors, at }: NewsCommit, { url }: NewsRepo, reader: NewsReader): string {
    const who = authors.length > 0 ? reader.lang.list(authors.map((name) => personName(name, reader))) : personName(undefined, reader);
    return `${link(sha.slice(0, SHORT_SHA), `${url}/commit/${sha}`)} ${shortTitle(title)} – ${who}, ${ago(at)}`;
}

function branchButtons({ repo, branch }: Branch, commits: readonly NewsCommit[], { lang }: NewsReader): Button[] {
    const from = commits[0]?.parent;
    const to = commits.at(-1)?.sha;
    const diff = from !== undefined && to !== undefined ? [button('news.diff', lang.t('news.button.diff'), JSON.stringify({ type: repo.type, id: repo.id, from, to }))] : [];
    return [linkButton('news.commits', lang.t('news.button.commits'), `${repo.url}/commits/${encodeURIComponent(branch)}`), ...diff];
}
