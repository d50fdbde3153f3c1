import type { Ctx } from '../../context/ctx';
import type { MessageKey } from '../../ui/catalogue';
import type { Values } from '../../ui/language';
import type { ApprovalEvent } from '../../services/workflows/approval';
import type { Reader } from '../../ui/reader';
import type { Attachment, Button, View } from '../../ui/view';
import type { Approval } from './load-approval';

/** How far one step of carrying something out has come. */
export type ExecutionStep =
    /** To be called again after the pause, milliseconds, with the same memo: plain JSON. */
    | { readonly state: 'going'; readonly memo: unknown; readonly stage: string; readonly pauseMs: number }
    | { readonly state: 'done'; readonly outcome: Readonly<Record<string, string | number | boolean>> }
    | { readonly state: 'failed'; readonly reason: string; readonly retryable: boolean; readonly words?: string; readonly log?: string };

/**
 * Something that is done when the right people have approved it: a deployment now, budgets and GPUs later. Votes, reminders,
 * expiry, execution and reports are the same for all; what differs stands here.
 */
export interface Undertaking {
    readonly kind: string;
    /** The message that people vote on. It is posted once and never edited. */
    requestView(approval: Approval, reader: Reader & { readonly hubUrl: string }): View;
    /** What has changed around the request; asked right before it is carried out. As the requester. Throws what passes. */
    recheck(ctx: Ctx, approval: Approval): Promise<readonly ApprovalEvent[]>;
    /** Does the next step. Idempotent: it may be called again after a kill, and on two servers at once. As the requester. */
    execute(ctx: Ctx, approval: Approval): Promise<ExecutionStep>;
    /** Why it failed, as a sentence of the catalogue. */
    failure(reason: string): { readonly key: MessageKey; readonly values?: Values };
    /** Lines about a success, for the report. */
    success(approval: Approval, reader: Reader): readonly string[];
    /** Buttons that the status card offers beside the usual ones. */
    actions(approval: Approval, reader: Reader): readonly Button[];
    /** What the report of an end, or of a failure, has attached. Without Hugging Face: the room is told at once. */
    reportAttachments(approval: Approval): readonly Attachment[];
    /** What is kept of it elsewhere once it has ended; idempotent. What it returns is said in the thread. Throws what passes. */
    archive(ctx: Ctx, approval: Approval): Promise<View | undefined>;
}
