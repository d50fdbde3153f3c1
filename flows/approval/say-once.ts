import type { Ctx } from '../../context/ctx';
import type { View } from '../../ui/view';
import { postOnce } from '../post-once';
import { type Approval, threadOf } from './load-approval';

/** Posts a message in the thread of a request, once for this reason. Returns the message's id. */
export function sayOnce(ctx: Ctx, approval: Approval, key: string, view: View): Promise<string> {
    const { id, posted, posting } = approval;
    const threadId = threadOf(approval);
    return postOnce(ctx, { about: id, posted, posting, append: (fact) => ctx.stores.approvals.append(id, fact) }, { key, view, ...(threadId !== undefined && { threadId }) });
}

/** The approval once the message has this id. */
export const withPosted = (approval: Approval, key: string, messageId: string): Approval => ({ ...approval, posted: new Map([...approval.posted, [key, messageId]]) });
