import type { Ctx } from '../../context/ctx';
import { createHash } from 'crypto';
import type { View } from '../../ui/view';
import { RECORD } from './approval-record';
import type { Approval } from './load-approval';
import { threadOf } from './load-approval';

/**
 * Posts a message once, whatever happens: who was killed after posting and before writing it down finds the message again by
 * its marker. To be called by the job alone, which has the request to itself. Returns the message's id.
 */
export async function sayOnce(ctx: Ctx, approval: Approval, key: string, view: View): Promise<string> {
    const known = approval.posted.get(key);
    if (known !== undefined) {
        return known;
    }
    const marker = markerOf(approval.id, key);
    const intent = `${RECORD.posting}:${key}`;
    const found = approval.posting.has(intent) ? await ctx.workspace.posted(marker) : undefined;
    if (!approval.posting.has(intent)) {
        await ctx.stores.approvals.append(approval.id, { type: RECORD.posting, id: intent });
    }
    const threadId = threadOf(approval);
    const messageId = found ?? (await ctx.say({ ...view, marker }, threadId === undefined ? {} : { threadId }));
    await ctx.stores.approvals.append(approval.id, { type: RECORD.posted, id: `${RECORD.posted}:${key}`, data: { key, messageId } });
    return messageId;
}

/** The approval once the message has this id. */
export const withPosted = (approval: Approval, key: string, messageId: string): Approval => ({ ...approval, posted: new Map([...approval.posted, [key, messageId]]) });

/** Letters and digits, other than the ids of ephemeral messages by their length. */
const markerOf = (id: string, key: string): string => `once${createHash('sha256').update(`${id} ${key}`).digest('hex').slice(0, 24)}`;
