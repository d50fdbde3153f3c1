import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { cardReport, cardReportData } from '../services/discovery';
import type { RepoRef } from '../services/hub';
import { cardView } from '../ui/card-view';

/** The card of one repository. */
export async function cardAnswer(ctx: Ctx, repo: RepoRef): Promise<Answer> {
    const report = await cardReport(ctx.hub, repo);
    return answer(cardView(report, { lang: ctx.lang, now: ctx.clock() }), cardReportData(report));
}
