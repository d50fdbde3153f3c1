import { html } from 'hono/html';
import { assertContentOpen } from '../access';
import { HubFailure } from '../errors';
import type { Repo } from '../model';
import { head, history } from '../revisions';
import type { Call, Route } from '../routing';
import { runtimeAt } from '../space-runtime';
import type { Html, Page } from './layout';
import { repoPages } from './page-routes';
import { commitRow, day, encodePath, facts, fileSize, mark, repoPath, rows, textOf } from './parts';

const LAST_COMMITS = 5;

function spaceFacts({ space }: Repo, now: number): [string, unknown][] {
    if (!space) {
        return [];
    }
    const { stage, hardware, errorMessage } = runtimeAt(space, now);
    return [['Stage', mark(stage)], ['Error', errorMessage], ['Hardware', hardware.current ?? 'none'], ['Hardware asked for', hardware.requested ?? undefined], ['SDK', space.sdk]];
}

function repoFacts(repo: Repo, now: number): Html {
    const license = repo.tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
    return facts([
        ['Access', [mark(repo.private ? 'private' : 'public'), ' ', mark(repo.gated && `gated (${repo.gated})`)]],
        ...spaceFacts(repo, now),
        ['Licence', license],
        ['Tags', repo.tags.join(', ')],
        ['Likes', repo.likes],
        ['Downloads', repo.type === 'space' ? undefined : repo.downloads],
        ['Changed', day(head(repo).date)],
    ]);
}

/** The card without its front matter, which the facts above tell. */
function card(repo: Repo): Html {
    const file = head(repo).files.get('README.md');
    const text = file && textOf(file)?.replace(/^---\n[\s\S]*?\n---\n/, '').trim();
    return html`<h2>Card</h2>${text ? html`<pre>${text}</pre>` : html`<p>No card to show.</p>`}`;
}

function content(repo: Repo): Html {
    const path = repoPath(repo);
    const open = repo.discussions.filter(({ status }) => status === 'open').length;
    return html`${card(repo)}
        <h2>Files</h2><p><a href="${path}/tree/main">Browse main</a></p>
        ${rows([...head(repo).files.values()], 'No files.', (file) => html`<a href="${path}/blob/main/${encodePath(file.path)}">${file.path}</a> <span class="soft">${fileSize(file.bytes.size)}</span>`)}
        <h2>Last commits</h2>${rows(history(repo, head(repo)).slice(0, LAST_COMMITS), 'No commits.', (commit) => commitRow(repo, commit))}
        <p><a href="${path}/commits/main">All commits</a> · <a href="${path}/discussions">Discussions and pull requests</a> (${open} open)</p>`;
}

/** Everybody who may see a repo reads its facts; the card, files and history of a gated one open with the gate. */
function gatedContent({ caller }: Call, repo: Repo): Html {
    try {
        assertContentOpen(caller, repo);
    } catch (error) {
        if (error instanceof HubFailure) {
            return html`<h2>Gated</h2><p>${error.message}</p>`;
        }
        throw error;
    }
    return content(repo);
}

function show(call: Call, repo: Repo): Page {
    const [owner = ''] = repo.id.split('/');
    return { title: repo.id, body: html`<p>A ${repo.type} of <a href="/${encodeURIComponent(owner)}">${owner}</a></p>${repoFacts(repo, call.state.now())}${gatedContent(call, repo)}` };
}

export const repoPageRoutes: Route[] = repoPages('', 'description', show);
