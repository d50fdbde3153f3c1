import type { Lang } from './language';
import type { View } from './view';

const MAX_LINES = 30;
/** Together they stay within one message. UTF-16 units. */
const MAX_UNITS = 3500;

/** What a room gets once a day, or after its quiet hours. */
export const digestView = (lines: readonly string[], lang: Lang): View => ({ text: [lang.t('digest.title', { n: lines.length }), ...listed(lines, lang)].join('\n') });

/** What would be too many messages, as one. */
export const restView = (lines: readonly string[], lang: Lang): View => ({ text: [lang.t('digest.rest', { n: lines.length }), ...listed(lines, lang)].join('\n') });

/** As many lines as fit, and how many do not. */
function listed(lines: readonly string[], lang: Lang): string[] {
    const fitting: string[] = [];
    for (const line of lines.slice(0, MAX_LINES)) {
        if (fitting.join('').length + line.length > MAX_UNITS) {
            break;
        }
        fitting.push(line);
    }
    const left = lines.length - fitting.length;
    return [...fitting.map((line) => `• ${line}`), ...(left > 0 ? [lang.t('digest.more', { n: left })] : [])];
}
