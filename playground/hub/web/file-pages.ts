import { html } from 'hono/html';
import { blobOid } from '../bytes/git';
import { entryNotFound } from '../errors';
import type { Commit, Repo } from '../model';
import { history, lastCommitOf, resolveRevision } from '../revisions';
import type { Call, Route } from '../routing';
import { scanAt } from '../security';
import { isFolder, listTree } from '../tree';
import type { Html, Page } from './layout';
import { repoPages } from './page-routes';
import { commitRow, day, encodePath, facts, fileSize, mark, paged, repoPath, rows, textOf } from './parts';

interface Place {
    revision: string;
    commit: Commit;
    path: string;
}

/** Cuts `revision/path`, where a revision such as `refs/pr/3` has slashes of its own: the longest name that fits is meant. */
function placeIn({ params: { rest = '' } }: Call, repo: Repo): Place {
    const names = [...repo.branches.keys(), ...repo.gitTags.keys(), ...[...repo.pullRequests.keys()].map((num) => `refs/pr/${num}`)];
    const named = names.filter((name) => `${rest}/`.startsWith(`${name}/`)).sort((a, b) => b.length - a.length)[0];
    const revision = named ?? rest.split('/')[0] ?? '';
    return { revision, commit: resolveRevision(repo, revision), path: rest.slice(revision.length).replace(/^\/|\/$/g, '') };
}

const toRepo = (repo: Repo): Html => html`<p><a href="${repoPath(repo)}">${repo.id}</a></p>`;

function tree(call: Call, repo: Repo): Page {
    const { revision, commit, path } = placeIn(call, repo);
    if (!isFolder(commit, path)) {
        throw entryNotFound();
    }
    const { items, links } = paged(listTree(path, false, { repo, commit, expand: false, now: call.state.now() }), call);
    const at = (view: string, target: string): string => `${repoPath(repo)}/${view}/${encodeURIComponent(revision)}/${encodePath(target)}`;
    return {
        title: `${path || 'Files'} at ${revision}`,
        body: html`${toRepo(repo)}${path && html`<p><a href="${at('tree', path.split('/').slice(0, -1).join('/'))}">Up</a></p>`}
            ${rows(items.map((entry) => entry()), 'No files.', (entry) => (entry.type === 'directory'
                ? html`<a href="${at('tree', entry.path)}">${entry.path}/</a>`
                : html`<a href="${at('blob', entry.path)}">${entry.path}</a> <span class="soft">${fileSize(entry.size)}</span>`))}${links}`,
    };
}

function blob(call: Call, repo: Repo): Page {
    const { revision, commit, path } = placeIn(call, repo);
    const file = commit.files.get(path);
    if (!file) {
        throw entryNotFound();
    }
    const text = textOf(file);
    const download = `${repoPath(repo)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
    return {
        title: `${path} at ${revision}`,
        body: html`${toRepo(repo)}${facts([['Size', fileSize(file.bytes.size)], ['Scan', mark(scanAt(file, call.state.now()).status)], ['Last commit', commitRow(repo, lastCommitOf(repo, commit, file))]])}
            <p><a href="${download}">Download</a></p>
            ${text === undefined ? html`<p>Too large to be shown, or not a text.</p>` : html`<pre>${text}</pre>`}`,
    };
}

function commits(call: Call, repo: Repo): Page {
    const { revision, commit } = placeIn(call, repo);
    const { items, links } = paged(history(repo, commit), call);
    return { title: `Commits of ${revision}`, body: html`${toRepo(repo)}${rows(items, 'No commits.', (each) => commitRow(repo, each))}${links}` };
}

/** What a commit did to each path that it touched. */
function changes(commit: Commit, parent: Commit | undefined): { path: string; what: string }[] {
    const paths = new Set([...commit.files.keys(), ...(parent?.files.keys() ?? [])]);
    return [...paths].sort().flatMap((path) => {
        const [before, after] = [parent?.files.get(path), commit.files.get(path)];
        if (before && after) {
            return blobOid(before) === blobOid(after) ? [] : [{ path, what: 'changed' }];
        }
        return [{ path, what: after ? 'added' : 'deleted' }];
    });
}

function commitPage(call: Call, repo: Repo): Page {
    const commit = resolveRevision(repo, call.params.sha ?? '');
    const { id, title, message, author, date, parent } = commit;
    const before = repo.commits.get(parent ?? '');
    return {
        title,
        body: html`${toRepo(repo)}${facts([['Commit', html`<code>${id}</code>`], ['Author', author], ['Date', day(date)], ['Parent', before && commitRow(repo, before)]])}
            ${message && html`<pre>${message}</pre>`}
            <h2>Files</h2>${rows(changes(commit, before), 'No file was changed.', ({ path, what }) => html`<a href="${repoPath(repo)}/blob/${what === 'deleted' ? parent : id}/${encodePath(path)}">${path}</a> ${mark(what)}`)}`,
    };
}

export const filePages: Route[] = [
    ...repoPages('/tree/:rest{.+}', 'content', tree),
    ...repoPages('/blob/:rest{.+}', 'content', blob),
    ...repoPages('/commits/:rest{.+}', 'content', commits),
    ...repoPages('/commit/:sha', 'content', commitPage),
];
