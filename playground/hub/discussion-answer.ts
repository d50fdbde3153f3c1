import { conflicts, proposal } from './changes/merge';
import { difference } from './commit-diff';
import type { CommentEvent, Discussion, DiscussionEvent, Repo } from './model';
import { authorInfo, avatarUrl } from './profiles';
import type { HubState } from './state';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** What the Hub answers in place of a hidden comment. */
const HIDDEN = 'This comment has been hidden';

export const shownText = ({ hidden, content }: CommentEvent): string => (hidden ? HIDDEN : content);

function eventData(event: DiscussionEvent, state: HubState): Record<string, unknown> {
    switch (event.type) {
        case 'comment':
            return {
                edited: false, hidden: event.hidden ?? false, numEdits: 0, editors: [event.author], editorAvatarUrls: [avatarUrl(event.author)], reactions: [],
                latest: { raw: shownText(event), html: `<p>${escaped(shownText(event))}</p>`, updatedAt: event.createdAt, author: authorInfo(state, event.author) },
            };
        case 'status-change':
            return { status: event.status };
        case 'commit':
            return { subject: event.subject, oid: event.oid };
        case 'title-change':
            return { from: event.from, to: event.to };
    }
}

/** One event of a discussion as the Hub answers it. */
export function describeEvent(event: DiscussionEvent, state: HubState): Record<string, unknown> {
    return { id: event.id, author: authorInfo(state, event.author), createdAt: event.createdAt, type: event.type, data: eventData(event, state) };
}

function pullRequestPart(repo: Repo, { num, status, mergeCommitId }: Discussion, withDiff: boolean): Record<string, unknown> {
    const settled = status === 'merged' || status === 'closed';
    const { base, head } = proposal(repo, num);
    return {
        filesWithConflicts: settled ? [] : conflicts(repo, num),
        changes: { base: 'refs/heads/main', ...(mergeCommitId !== undefined && { mergeCommitId }) },
        ...(withDiff && { diff: difference(base, head) }),
    };
}

/** A discussion with all that happened in it; for a pull request also what it changes, as a diff when asked for. */
export function describeDiscussion(repo: Repo, discussion: Discussion, { state, withDiff }: { state: HubState; withDiff: boolean }): Record<string, unknown> {
    const { _id, num, author, title, createdAt, status, events, pinned, isPullRequest } = discussion;
    return {
        _id, num, author: authorInfo(state, author), repo: { name: repo.id, type: repo.type }, title, createdAt, status,
        events: events.map((event) => describeEvent(event, state)),
        pinned, locked: false, collection: 'discussions', isPullRequest,
        ...(isPullRequest ? pullRequestPart(repo, discussion, withDiff) : { isReport: false }),
    };
}
