import type { AuditProblem, TrailReport } from '../services/workflows/audit/check';
import type { Lang } from './language';
import type { View } from './view';

export function auditVerifyView(report: TrailReport, { lang, generatedKey }: { readonly lang: Lang; readonly generatedKey: boolean }): View {
    const { since, problem } = report;
    if (since === undefined) {
        return { text: lang.t('audit.none') };
    }
    const intact = report.seals === 0 ? [] : [countsText(report, since, lang)];
    const lines = problem ? [...problemLines(problem, lang), ...intact] : [`✅ ${lang.t(report.goesOnAt === undefined ? 'audit.verify.intact' : 'audit.verify.intact_so_far')}`, ...intact, ...restLines(report, lang)];
    return { text: [...lines, ...(generatedKey ? [lang.t('audit.verify.generated_key')] : [])].join('\n') };
}

/** What was not looked at, or is not sealed yet. */
function restLines({ goesOnAt, waiting }: TrailReport, lang: Lang): string[] {
    if (goesOnAt !== undefined) {
        return [lang.t('audit.verify.goes_on', { day: goesOnAt })];
    }
    return waiting > 0 ? [lang.t('audit.verify.waiting', { count: waiting })] : [];
}

function problemLines(problem: AuditProblem, lang: Lang): string[] {
    const title = problem.kind === 'key-lost' ? `⚠️ ${lang.t('audit.verify.unknown')}` : `❌ ${lang.t('audit.verify.unclean')}`;
    return [title, lang.t(`audit.verify.${problem.kind}`, { ...problem, day: dayText(problem.day, lang) })];
}

/** A check ends at the first problem, except that records without a seal are known only when all seals have been seen. */
function countsText({ records, seals, problem }: TrailReport, since: string, lang: Lang): string {
    const whole = problem === undefined || problem.kind === 'stray';
    return lang.t(whole ? 'audit.verify.counts' : 'audit.verify.before', { records, seals, day: dayText(since, lang) });
}

const dayText = (day: string, lang: Lang): string => lang.date(Date.parse(day));
