import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { discussionDetails, HubError, isPassing, pagePath, type DiscussionDetails, type DiscussionRef } from '../../services/hub';
import { plain, truncate } from '../../ui/text';
import { record, type AuditEntry } from '../audit/record';
import { noticeChanges } from '../watching/notice-change';

/** What is done to discussions, by the names it has on the audit record. */
export type DiscussionDeed = 'discussion.commented' | 'discussion.closed' | 'discussion.reopened' | 'discussion.merged';

export interface Step {
    readonly deed: DiscussionDeed;
    /** Whether it is as it is to be, whoever did it. */
    readonly isReached: (details: DiscussionDetails) => boolean;
    readonly write: () => Promise<void>;
    /** The branch that moves with it. */
    readonly branch?: string | undefined;
    readonly sha?: string | undefined;
}

/** `already`: somebody was faster, or the same click came twice. */
export interface Carried {
    readonly outcome: 'done' | 'already';
    readonly details: DiscussionDetails;
}

/**
 * Does it in the caller's name, unless it is done already, and puts it on record. None of these calls may be repeated blindly, so that
 * after a failure it is looked whether it happened all the same. The rooms that watch follow at once. Throws UserError and HubError.
 */
export async function carryOut(ctx: Ctx, at: DiscussionRef, step: Step): Promise<Carried> {
    await requireAccount(ctx);
    const details = await discussionDetails(ctx.hub, at.repo, at.num);
    const carried = step.isReached(details) ? { outcome: 'already' as const, details } : await write(ctx, at, step);
    const things = [{ kind: 'discussion', num: at.num } as const, ...(step.branch === undefined ? [] : [{ kind: 'branch', name: step.branch } as const])];
    await noticeChanges(ctx, things.map((thing) => ({ repo: at.repo, thing })));
    return carried;
}

/** What is written on Hugging Face is written by somebody. Throws UserError. */
export async function requireAccount(ctx: Pick<Ctx, 'hub'>): Promise<void> {
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'news.sign_in' });
    }
}

async function write(ctx: Ctx, at: DiscussionRef, step: Step): Promise<Carried> {
    try {
        await step.write();
    } catch (error) {
        if (!(error instanceof HubError)) {
            throw error;
        }
        return afterFailure(ctx, at, step, error);
    }
    await onRecord(ctx, at, step, 'done');
    return { outcome: 'done', details: await discussionDetails(ctx.hub, at.repo, at.num) };
}

/** Where Hugging Face refused, somebody else did it; where its answer got lost, we did. */
async function afterFailure(ctx: Ctx, at: DiscussionRef, step: Step, error: HubError): Promise<Carried> {
    const details = await discussionDetails(ctx.hub, at.repo, at.num).catch(() => undefined);
    if (details && step.isReached(details)) {
        const outcome = isPassing(error) ? 'done' : 'already';
        if (outcome === 'done') {
            await onRecord(ctx, at, step, 'done');
        }
        return { outcome, details };
    }
    await onRecord(ctx, at, step, isPassing(error) ? 'failed' : 'refused');
    throw refusal(at, error);
}

function onRecord(ctx: Ctx, { repo, num }: DiscussionRef, { deed, sha }: Step, result: AuditEntry['result']): Promise<void> {
    const subject = pagePath(repo).slice(1);
    return record(ctx, { by: ctx.user.id, what: deed, subject, roomId: ctx.room.id, result, details: { discussion: num }, ...(sha !== undefined && { sha }) });
}

const WORDS_LIMIT = 300;

function refusal({ repo, num }: DiscussionRef, error: HubError): Error {
    const says = error.hubMessage === undefined ? undefined : { key: 'hub.says' as const, values: { words: plain(truncate(error.hubMessage, WORDS_LIMIT)) } };
    switch (error.kind) {
        case 'forbidden':
            return new UserError({ key: 'news.no_right', values: { repo: repo.id, num } }, says);
        case 'bad-request':
        case 'conflict':
            return new UserError({ key: 'news.refused', values: { repo: repo.id, num } }, says);
        default:
            return error;
    }
}
