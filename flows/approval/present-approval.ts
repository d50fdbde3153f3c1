import type { Ctx } from '../../context/ctx';
import { type Effect, judge } from '../../services/workflows/approval';
import { approvalNoticeView, approvalStatusView, type News } from '../../ui/approval-view';
import { language, type Lang } from '../../ui/language';
import type { Reader } from '../../ui/reader';
import type { View } from '../../ui/view';
import { type Approval, REQUEST_MESSAGE, STATUS_MESSAGE, threadOf } from './load-approval';
import { sayOnce, withPosted } from './say-once';
import { shortId, summaryOf } from './summary';
import type { Undertaking } from './undertaking';

/** The room reads the language of whoever asked. */
const readerOf = (ctx: Ctx, { opened }: Approval): Reader & { readonly lang: Lang } => ({ lang: language(opened.locale), now: ctx.clock() });

/** The message that people vote on, and the status card below it. What is there already is left alone. */
export async function postRequest(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Approval> {
    const { id } = approval;
    if (approval.posted.has(STATUS_MESSAGE)) {
        return approval;
    }
    await ctx.stores.approvals.bindName(shortId(id), id);
    const view = undertaking.requestView(approval, { ...readerOf(ctx, approval), hubUrl: ctx.settings.hubUrl });
    const asked = withPosted(approval, REQUEST_MESSAGE, await sayOnce(ctx, approval, REQUEST_MESSAGE, view));
    const threadId = threadOf(asked);
    if (threadId !== undefined) {
        await ctx.stores.approvals.bindThread(threadId, id);
    }
    return withPosted(asked, STATUS_MESSAGE, await sayOnce(ctx, asked, STATUS_MESSAGE, statusView(ctx, asked, undertaking)));
}

/** The status card as it should be now. `silent`: Hugging Face does not answer, and is waited for. */
export async function drawStatus(ctx: Ctx, approval: Approval, { undertaking, silent }: { readonly undertaking: Undertaking; readonly silent: boolean }): Promise<void> {
    const messageId = approval.posted.get(STATUS_MESSAGE);
    if (messageId !== undefined) {
        await ctx.edit(messageId, statusView(ctx, approval, undertaking, silent));
    }
}

function statusView(ctx: Ctx, approval: Approval, undertaking: Undertaking, silent = false): View {
    const reader = readerOf(ctx, approval);
    return approvalStatusView({ ...summaryOf(approval, undertaking, reader), silent }, reader);
}

/** Says in the thread, once each, what people have to know: that they were asked, what is missing, how it ended. */
export async function tellNews(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Approval> {
    let current = approval;
    const news = judge(approval.state, { type: 'tick' }, ctx.clock()).effects.filter(isNews);
    // The report of an end says all that the requester would be told of it.
    const owed = news.filter(({ kind }) => kind !== 'tell' || news.every((other) => other.kind !== 'report'));
    for (const effect of owed) {
        if (!current.posted.has(effect.key)) {
            current = withPosted(current, effect.key, await tell(ctx, current, { effect, undertaking }));
        }
    }
    return current;
}

const isNews = (effect: Effect): effect is News => effect.kind === 'tell' || effect.kind === 'remind' || effect.kind === 'report';

async function tell(ctx: Ctx, approval: Approval, { effect, undertaking }: { readonly effect: News; readonly undertaking: Undertaking }): Promise<string> {
    const reader = readerOf(ctx, approval);
    const notice = approvalNoticeView({ effect, summary: summaryOf(approval, undertaking, reader), success: undertaking.success(approval, reader) }, reader);
    const attachments = effect.kind === 'report' ? undertaking.reportAttachments(approval) : [];
    return sayOnce(ctx, approval, effect.key, { ...notice, attachments: [...(notice.attachments ?? []), ...attachments] });
}
