import type { StageGroup } from '../services/hub';
import type { FollowedOrder } from '../services/workflows/space/order';
import { button, card } from './blocks';
import type { Lang } from './language';
import { orderDoneText } from './space-order-view';
import { code, plain, truncate } from './text';
import type { Button, View } from './view';

/** How an order to a Space can end. `gone`: deleted; `unseen`: nobody here may see it any more; `unsettled`: it took too long to wait for. */
export const COURSE_ENDS = ['up', 'asleep', 'paused', 'failed', 'gone', 'unseen', 'unsettled'] as const;
export type CourseEnd = (typeof COURSE_ENDS)[number];

export interface ShownStage {
    readonly stage: string;
    readonly group: StageGroup;
    /** Since when, milliseconds since 1970. */
    readonly at: number;
    /** What Hugging Face says of it. */
    readonly words?: string | undefined;
}

export interface SpaceCourse {
    readonly order: FollowedOrder;
    /** A username. */
    readonly by: string;
    readonly hubUrl: string;
    readonly begunAt: number;
    /** Oldest first. */
    readonly stages: readonly ShownStage[];
    /** US dollars while the Space runs. */
    readonly perHour?: number | undefined;
    readonly ended?: { readonly end: CourseEnd; readonly at: number };
}

const HOURS_PER_DAY = 24;
/** The newest stages; a Space that goes to and fro has more. */
const SHOWN = 10;
const WORDS_LIMIT = 400;
const MARKS: Readonly<Record<CourseEnd, string>> = { up: '✅', asleep: '💤', paused: '⏸️', failed: '❌', gone: '🗑️', unseen: '🔒', unsettled: '⌛' };

/** The message that follows an order: what was done, the stages since, how it ended. */
export function spaceCourseView(course: SpaceCourse, lang: Lang): View {
    const { stages, ended, perHour } = course;
    const words = ended?.end === 'failed' ? stages.at(-1)?.words : undefined;
    const lines = [
        orderDoneText(course, lang),
        ...stages.slice(-SHOWN).map((stage) => stageLine(stage, lang)),
        words === undefined ? undefined : `> ${plain(truncate(words, WORDS_LIMIT))}`,
        ended ? endLine(course, ended, lang) : undefined,
        perHour ? lang.t('space.course.cost', { hour: lang.money(perHour), day: lang.money(perHour * HOURS_PER_DAY) }) : undefined,
    ];
    const view = card({ text: lines.filter((line) => line !== undefined).join('\n'), actions: actions(course, lang) });
    return ended?.end === 'failed' ? { ...view, failed: true } : view;
}

/** The reader's own client writes the time in the reader's time zone. */
function stageLine({ stage, group, at }: ShownStage, lang: Lang): string {
    const what = group === 'unknown' ? code(stage) : `${code(stage)} – ${lang.t(`info.stage.${group}`)}`;
    return `- <t:${Math.floor(at / 1000)}:T> ${what}`;
}

function endLine({ begunAt }: SpaceCourse, { end, at }: NonNullable<SpaceCourse['ended']>, lang: Lang): string {
    return `${MARKS[end]} ${lang.t(`space.end.${end}`, { time: lang.duration(Math.max(1000, at - begunAt)) })}`;
}

function actions({ order: { space }, ended }: SpaceCourse, lang: Lang): Button[] {
    const logs = button('space.logs', lang.t('space.logs'), space);
    switch (ended?.end) {
        case undefined:
            return [logs];
        case 'failed':
            return [button('space.restart', lang.t('space.restart'), space, 'primary'), logs];
        case 'unsettled':
            return [button('space.refresh', lang.t('space.refresh'), space), logs];
        default:
            return [];
    }
}
