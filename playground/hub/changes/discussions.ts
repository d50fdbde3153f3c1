import type { CommentEvent, Commit, Discussion, DiscussionEvent, DiscussionStatus, Repo } from '../model';
import { objectId } from '../seed/ids';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { DeedOf, Moment } from './entry';
import { checkReader, checkWriter, theDiscussion, theRepo } from './find';
import type { ChangeOf } from './hub-change';
import { commitOf, makeCommit, textFile } from './make-commit';
import { merge } from './merge';
import { ChangeRefused } from './refused';

const dated = ({ at }: Moment): string => new Date(at).toISOString();
const eventId = ({ id }: Moment, what: string): string => objectId(`${id} ${what}`);

function commentBy(author: string, content: string, moment: Moment): CommentEvent {
    return { id: eventId(moment, 'comment'), type: 'comment', author, content, createdAt: dated(moment) };
}

interface Opening extends Pick<Discussion, 'title' | 'author' | 'isPullRequest' | 'status'> {
    text: string;
}

function begin(repo: Repo, { text, ...facts }: Opening, moment: Moment): { discussion: Discussion; created: HubEvent } {
    const num = Math.max(0, ...repo.discussions.map((known) => known.num)) + 1;
    const comment = commentBy(facts.author, text, moment);
    const discussion: Discussion = { _id: eventId(moment, 'discussion'), num, ...facts, createdAt: dated(moment), pinned: false, events: [comment] };
    repo.discussions.push(discussion);
    return { discussion, created: { scope: 'discussion', action: 'create', repo, discussion, comment } };
}

export function openDiscussion(state: HubState, { repo: ref, title, author, text }: ChangeOf<'open-discussion'>, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    checkReader(state, author, repo);
    return [begin(repo, { title, author, text, isPullRequest: false, status: 'open' }, moment).created];
}

interface Proposed extends Pick<Opening, 'title' | 'author' | 'text'> {
    /** Without one it is a draft. */
    commit: Commit | undefined;
}

export function beginPullRequest(repo: Repo, { commit, ...facts }: Proposed, moment: Moment): HubEvent[] {
    const { discussion, created } = begin(repo, { ...facts, isPullRequest: true, status: commit ? 'open' : 'draft' }, moment);
    const { id } = commit ?? commitOf(repo, repo.branches.get('main'));
    repo.pullRequests.set(String(discussion.num), id);
    if (commit) {
        discussion.events.push({ id: eventId(moment, 'commit'), type: 'commit', author: facts.author, subject: facts.title, oid: id, createdAt: dated(moment) });
    }
    return [created, { scope: 'repo.content', action: 'update', repo, updatedRefs: [{ ref: `refs/pr/${discussion.num}`, oldSha: null, newSha: id }] }];
}

export function openPullRequest(state: HubState, { repo: ref, title, author, files, description }: ChangeOf<'open-pull-request'>, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    checkReader(state, author, repo);
    const base = commitOf(repo, repo.branches.get('main'));
    const commit = files.length === 0 ? undefined : makeCommit(repo, { base, title, author, files: new Map(files.map((file) => [file.path, textFile(file)])) }, moment);
    return beginPullRequest(repo, { title, author, text: description, commit }, moment);
}

export function comment(state: HubState, { repo: ref, num, author, text }: ChangeOf<'comment'>, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    const discussion = theDiscussion(repo, num);
    checkReader(state, author, repo);
    const said = commentBy(author, text, moment);
    discussion.events.push(said);
    return [{ scope: 'discussion.comment', action: 'create', repo, discussion, comment: said }];
}

/** Opening and closing is for those who write to the repo, and for who began the discussion. */
function checkCloser(state: HubState, by: string, { repo, discussion }: { repo: Repo; discussion: Discussion }): void {
    if (by === discussion.author) {
        checkReader(state, by, repo);
    } else {
        checkWriter(state, by, repo);
    }
}

function checkStep({ num, status, isPullRequest }: Discussion, next: DiscussionStatus): void {
    if (status === 'merged' || status === next || (status === 'draft' && next === 'merged') || (status === 'closed' && next === 'merged')) {
        throw new ChangeRefused(`${isPullRequest ? 'Pull request' : 'Discussion'} ${num} is ${status}: it can't be ${next === 'open' ? 'opened' : next}.`);
    }
}

export function changeStatus(state: HubState, { kind, repo: ref, num, status, by }: ChangeOf<'pull-request-status'> | ChangeOf<'discussion-status'>, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    const discussion = theDiscussion(repo, num);
    if (discussion.isPullRequest !== (kind === 'pull-request-status')) {
        throw new ChangeRefused(`${repo.id} #${num} is ${discussion.isPullRequest ? 'a pull request' : 'no pull request'}.`);
    }
    checkStep(discussion, status);
    if (status === 'merged') {
        checkWriter(state, by, repo);
    } else {
        checkCloser(state, by, { repo, discussion });
    }
    const moved = status === 'merged' ? [merge(repo, discussion, { by, moment })] : [];
    const happened: DiscussionEvent = { id: eventId(moment, 'status'), type: 'status-change', author: by, status, createdAt: dated(moment) };
    discussion.status = status;
    discussion.events.push(happened);
    return [{ scope: 'discussion', action: 'update', repo, discussion }, ...moved];
}

export function changeTitle(state: HubState, { repo: ref, num, title, by }: DeedOf<'discussion-title'>, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    const discussion = theDiscussion(repo, num);
    checkCloser(state, by, { repo, discussion });
    discussion.events.push({ id: eventId(moment, 'title'), type: 'title-change', author: by, from: discussion.title, to: title, createdAt: dated(moment) });
    discussion.title = title;
    return [{ scope: 'discussion', action: 'update', repo, discussion }];
}

/** Hiding is for who wrote it, and for those who write to the repo. */
export function hideComment(state: HubState, { repo: ref, num, comment: id, by }: DeedOf<'comment-hidden'>): HubEvent[] {
    const repo = theRepo(state, ref);
    const discussion = theDiscussion(repo, num);
    const said = discussion.events.find((event): event is CommentEvent => event.type === 'comment' && event.id === id);
    if (!said) {
        throw new ChangeRefused(`${repo.id} #${num} has no such comment.`);
    }
    checkCloser(state, by, { repo, discussion: { ...discussion, author: said.author } });
    said.hidden = true;
    return [{ scope: 'discussion.comment', action: 'update', repo, discussion, comment: said }];
}
