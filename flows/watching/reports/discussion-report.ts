import { discussionDetails, type DiscussionDetails, type DiscussionEvent } from '../../../services/hub';
import { maskSecrets } from '../../../services/safety';
import type { WatchEvent } from '../../../services/workflows/watching';
import { discussionCard, DISCUSSION_STATUSES, happeningLine, happeningMessage, type DiscussionHappening, type DiscussionState, type DiscussionStatus, type Words } from '../../../ui/news/discussion-news';
import type { NewsRepo } from '../../../ui/news/news-reader';
import type { NewsItem, ReportReader } from '../report';
import { asSeen, seenRepo } from './as-seen';
import { toldOf } from './told';

/** So many happenings are told at a time, the newest. */
const MAX_HAPPENINGS = 20;
/** Read of a text, UTF-16 units: more than any view shows. */
const TEXT_LIMIT = 5000;

/** A discussion or a pull request. Two requests. */
export const discussionReport = (num: number): ReportReader => ({ hub }, { change, since }) =>
    asSeen(async () => {
        const [seen, details] = await Promise.all([seenRepo(hub, change.repo), discussionDetails(hub, change.repo, num)]);
        const state = stateOf(details, seen.repo);
        const told = toldOf(happeningsOf(details).filter(({ item }) => item.at >= since).slice(-MAX_HAPPENINGS));
        return {
            private: seen.private,
            items: told.items,
            livingUntil: undefined,
            card: (drawn) => discussionCard(state, drawn),
            single: (item, drawn) => happeningMessage(told.of(item), state, drawn),
            line: (item, drawn) => happeningLine(told.of(item), state, drawn),
        };
    });

/** A discussion as views show it. */
export function stateOf(details: DiscussionDetails, repo: NewsRepo): DiscussionState {
    const { num, title, isPullRequest, status, locked, author, filesWithConflicts: conflicts } = details;
    const comments = details.events.slice(firstText(details) ? 1 : 0).filter(isShown);
    return {
        repo,
        num,
        title: maskSecrets(title),
        pullRequest: isPullRequest,
        status: statusOf(status),
        locked: locked ?? false,
        author: author?.name,
        text: textOf(firstText(details)),
        comments: comments.length,
        lastComment: wordsOf(comments.at(-1)),
        commits: details.events.filter(({ type }) => type === 'commit').length,
        conflicts: Array.isArray(conflicts) ? conflicts.length : conflicts === true ? 1 : 0,
    };
}

const statusOf = (status: string): DiscussionStatus => DISCUSSION_STATUSES.find((known) => known === status) ?? 'open';

/** A comment that was not hidden. */
const isShown = ({ type, data }: DiscussionEvent): boolean => type === 'comment' && data?.hidden !== true;

/** What the discussion was opened with. */
const firstText = ({ events: [first] }: DiscussionDetails): DiscussionEvent | undefined => (first?.type === 'comment' ? first : undefined);

function textOf(event: DiscussionEvent | undefined): string | undefined {
    const text = event && isShown(event) ? event.data?.latest?.raw : undefined;
    return text === undefined ? undefined : maskSecrets(text.slice(0, TEXT_LIMIT));
}

function wordsOf(comment: DiscussionEvent | undefined): Words | undefined {
    return comment && { author: comment.author?.name, at: Date.parse(comment.createdAt), text: textOf(comment) ?? '' };
}

type Told = DiscussionHappening & { readonly item: NewsItem };

/** Oldest first. The opening goes by the id of its text or, without one, of the discussion. */
function happeningsOf(details: DiscussionDetails): Told[] {
    const [first] = details.events;
    const told: Told[] = first === undefined ? [] : [asTold('opened', { ...first, id: first.type === 'comment' ? first.id : details._id, author: details.author }, details)];
    let closed = false;
    for (const event of firstText(details) ? details.events.slice(1) : details.events) {
        const what = whatOf(event, closed);
        closed = event.type === 'status-change' ? event.data?.status === 'closed' : closed;
        told.push(...(what === undefined ? [] : [asTold(what, event, details)]));
    }
    return told;
}

function whatOf(event: DiscussionEvent, closed: boolean): DiscussionHappening['what'] | undefined {
    if (event.type !== 'status-change') {
        return isShown(event) ? 'comment' : undefined;
    }
    const status = event.data?.status;
    if (status === 'open') {
        return closed ? 'reopened' : 'ready';
    }
    return status === 'closed' || status === 'merged' ? status : undefined;
}

/** Whoever hears of pull requests that open hears of those that open again. The end of a plain discussion belongs to its beginning: there is no event of its own for it. */
function eventOf(what: DiscussionHappening['what'], pullRequest: boolean): WatchEvent {
    if (what === 'comment') {
        return 'comment';
    }
    return pullRequest ? (what === 'closed' || what === 'merged' ? 'pr-closed' : 'pr-opened') : 'discussion-created';
}

const asTold = (what: DiscussionHappening['what'], event: DiscussionEvent, { isPullRequest }: DiscussionDetails): Told => ({
    what,
    author: event.author?.name,
    text: event.type === 'comment' ? textOf(event) : undefined,
    item: { id: event.id, event: eventOf(what, isPullRequest), at: Date.parse(event.createdAt), author: event.author?.name },
});
