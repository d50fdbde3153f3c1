import type { MessageKey } from './catalogue';
import type { Lang, Values } from './language';
import type { View } from './view';

export type FindingLevel = 'ok' | 'warn' | 'bad';

interface Sentence {
    readonly key: MessageKey;
    readonly values?: Values;
}

/** One thing that was looked at. */
export interface Finding {
    readonly level: FindingLevel;
    readonly what: Sentence;
    /** How to mend or better it. */
    readonly fix?: Sentence;
}

const MARKS: Readonly<Record<FindingLevel, string>> = { ok: '✅', warn: '⚠️', bad: '❌' };

export function doctorView(findings: readonly Finding[], lang: Lang): View {
    const lines = findings.map(({ level, what, fix }) => [`${MARKS[level]} ${lang.t('common.sentence', { text: lang.t(what.key, what.values) })}`, ...(fix ? [lang.t(fix.key, fix.values)] : [])].join(' '));
    return { text: [title(findings, lang), ...lines].join('\n') };
}

function title(findings: readonly Finding[], lang: Lang): string {
    const worst = (['bad', 'warn'] as const).find((level) => findings.some((finding) => finding.level === level));
    return lang.t(`doctor.title.${worst ?? 'ok'}`, { count: findings.filter(({ level }) => level === worst).length });
}
