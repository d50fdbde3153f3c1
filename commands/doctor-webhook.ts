import type { Finding } from '../ui/doctor-view';
import type { Lang } from '../ui/language';
import { whyText } from '../ui/watch-answer-view';
import type { DoctorFacts } from './doctor-facts';

/** How the caller's watches learn of what happens. That Hugging Face can't reach the workspace may be on purpose, so it is no fault. */
export function webhookFinding({ webhook: { obstacle, way, lastEvent }, admin, now }: DoctorFacts, lang: Lang): Finding {
    if (obstacle !== undefined) {
        return { level: 'ok', what: { key: 'watch.doctor.obstacle', values: { why: whyText(obstacle, lang) } }, ...(admin && { fix: { key: `watch.mend.${obstacle}` } }) };
    }
    if (way === undefined) {
        return { level: 'ok', what: { key: 'watch.doctor.none' } };
    }
    if (way.way === 'polling') {
        return { level: 'warn', what: { key: 'watch.doctor.polling', values: { why: whyText(way.reason, lang) } }, fix: { key: `watch.mend.${way.reason}` } };
    }
    const heard = lastEvent === undefined ? lang.t('watch.heard_never') : lang.t('watch.heard', { age: lang.relative(lastEvent, now) });
    return { level: 'ok', what: { key: 'watch.doctor.webhook', values: { heard } } };
}
