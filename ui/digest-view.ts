import type { Lang } from './language';
import type { View } from './view';

/** Together they stay within one message. UTF-16 units. */
const MAX_UNITS = 3500;

/** So many lines are shown at most. */
export const DIGEST_LINES = 30;

/** What a room gets once a day, or after its quiet hours. `besides`: so many more are counted. */
export const digestView = (lines: readonly string[], besides: number, lang: Lang): View => ({ text: [lang.t('digest.title', { n: lines.length + besides }), ...listed(lines, besides, lang)].join('\n') });

/** What would be too many messages, as one. */
export const restView = (lines: readonly string[], lang: Lang): View => ({ text: [lang.t('digest.rest', { n: lines.length }), ...listed(lines, 0, lang)].join('\n') });

/** As many lines as fit, and how many do not. */
function listed(lines: readonly string[], besides: number, lang: Lang): string[] {
    const fitting: string[] = [];
    for (const line of lines.slice(0, DIGEST_LINES)) {
        if (fitting.join('').length + line.length > MAX_UNITS) {
            break;
        }
        fitting.push(line);
    }
    const left = lines.length - fitting.length + besides;
    return [...fitting.map((line) => `• ${line}`), ...(left > 0 ? [lang.t('digest.more', { n: left })] : [])];
}
