import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { datasetReport, datasetReportData, modelReport, modelReportData, spaceReport, spaceReportData } from '../services/discovery';
import type { RepoRef } from '../services/hub';
import { datasetInfoView } from '../ui/dataset-info-view';
import { modelInfoView } from '../ui/model-info-view';
import { spaceInfoView } from '../ui/space-info-view';

/** Everything about one repository. */
export async function infoAnswer(ctx: Ctx, repo: RepoRef): Promise<Answer> {
    const reader = { lang: ctx.lang, now: ctx.clock() };
    switch (repo.type) {
        case 'model': {
            const report = await modelReport(ctx.hub, repo);
            return answer(modelInfoView(report, reader), modelReportData(report));
        }
        case 'dataset': {
            const report = await datasetReport(ctx.hub, repo);
            return answer(datasetInfoView(report, reader), datasetReportData(report));
        }
        case 'space': {
            const report = await spaceReport(ctx.hub, repo);
            return answer(spaceInfoView(report, reader), spaceReportData(report));
        }
    }
}
