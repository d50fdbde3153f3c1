import { html } from 'hono/html';
import { canSee } from '../access';
import { shownText } from '../discussion-answer';
import { pageNotFound } from '../errors';
import type { Discussion, DiscussionEvent, Repo } from '../model';
import type { Call, Route } from '../routing';
import type { Html, Page } from './layout';
import { page, repoPages } from './page-routes';
import { day, facts, mark, paged, repoPath, repoRow, rows } from './parts';

const kindOf = ({ isPullRequest }: Discussion): string => (isPullRequest ? 'pull request' : 'discussion');

function discussions(call: Call, repo: Repo): Page {
    const { items, links } = paged([...repo.discussions].sort((a, b) => b.num - a.num), call);
    const path = repoPath(repo);
    return {
        title: 'Discussions and pull requests',
        body: html`<p><a href="${path}">${repo.id}</a></p>${rows(items, 'Nothing was discussed yet.', (each) => html`<a href="${path}/discussions/${each.num}">#${each.num} ${each.title}</a> ${mark(each.status)} <span class="soft">${kindOf(each)} by ${each.author}, ${day(each.createdAt)}</span>`)}${links}`,
    };
}

function eventText(event: DiscussionEvent): Html {
    switch (event.type) {
        case 'comment':
            return html`<pre>${shownText(event)}</pre>`;
        case 'status-change':
            return html`<p>Changed the status to ${mark(event.status)}</p>`;
        case 'commit':
            return html`<p>Pushed <code>${event.oid.slice(0, 7)}</code> ${event.subject}</p>`;
        case 'title-change':
            return html`<p>Changed the title from “${event.from}” to “${event.to}”</p>`;
    }
}

function discussion({ params }: Call, repo: Repo): Page {
    const found = repo.discussions.find(({ num }) => String(num) === params.num);
    if (!found) {
        throw pageNotFound();
    }
    const path = repoPath(repo);
    return {
        title: `${found.title} #${found.num}`,
        body: html`<p><a href="${path}">${repo.id}</a> · <a href="${path}/discussions">all discussions</a></p>
            ${facts([['Kind', kindOf(found)], ['Status', mark(found.status)], ['Commits', found.isPullRequest ? html`<a href="${path}/commits/refs%2Fpr%2F${found.num}">refs/pr/${found.num}</a>` : undefined]])}
            ${found.events.map((event) => html`<h2>${event.author}, ${day(event.createdAt)}</h2>${eventText(event)}`)}`,
    };
}

function collection({ params, state, caller }: Call): Page {
    const found = state.collections.find(({ slug }) => slug === `${params.namespace}/${params.slug}`);
    const mine = caller.kind === 'user' && [caller.user.name, ...caller.user.orgs.map(({ org }) => org)].includes(found?.owner ?? '');
    if (!found || (found.private && !mine)) {
        throw pageNotFound();
    }
    const repos = found.items.flatMap(({ type, id }) => state.findRepo(type, id) ?? []).filter((repo) => canSee(caller, repo));
    return { title: found.title, body: html`<p>A collection of <a href="/${encodeURIComponent(found.owner)}">${found.owner}</a> ${mark(found.private && 'private')}</p><p>${found.description}</p>${rows(repos, 'Nothing in it that you may see.', repoRow(state.now()))}` };
}

function paper({ params, state }: Call): Page {
    const found = state.papers.find(({ id }) => id === params.id);
    if (!found) {
        throw pageNotFound();
    }
    return { title: found.title, body: html`${facts([['Paper', found.id], ['Authors', found.authors.join(', ')], ['Published', day(found.publishedAt)], ['Upvotes', found.upvotes], ['Code', found.githubRepo]])}<p>${found.summary}</p>` };
}

export const communityPages: Route[] = [
    page('/papers/:id', paper),
    page('/collections/:namespace/:slug', collection),
    ...repoPages('/discussions', 'description', discussions),
    ...repoPages('/discussions/:num', 'description', discussion),
];
