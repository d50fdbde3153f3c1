import type { StageGroup } from '../../services/hub';
import { button, linkButton } from '../blocks';
import type { Lang } from '../language';
import { code, plain, truncate } from '../text';
import type { View } from '../view';
import type { NewsCard, NewsReader, NewsRepo } from './news-reader';
import { ago, repoName } from './news-text';

/** A stage of a Space, in Hugging Face's word for it and ours. */
export interface SpaceStage {
    readonly stage: string;
    readonly group: StageGroup;
    /** What Hugging Face says about a failure; without secrets. */
    readonly message?: string | undefined;
    /** Since when, milliseconds since 1970; undefined: nobody saw it begin. */
    readonly at: number | undefined;
}

export interface SpaceState {
    readonly repo: NewsRepo;
    readonly now: SpaceStage;
    /** The last ones, oldest first. */
    readonly course: readonly SpaceStage[];
    readonly hardware: string | undefined;
    /** US dollars; undefined where no price is known. */
    readonly hourUsd: number | undefined;
}

const MARKS: Readonly<Record<StageGroup, string>> = { up: '🟢', moving: '🟡', stopped: '⚪', failed: '🔴', unknown: '❔' };
const MESSAGE_LIMIT = 400;
const SHOWN_COURSE = 5;

/** What the Space does now, what that costs, and how it came there. */
export function spaceCard(state: SpaceState, reader: NewsReader): NewsCard {
    const { lang } = reader;
    const { repo, now, course } = state;
    const lately = course.slice(-SHOWN_COURSE).map(({ stage }) => code(stage));
    const lines = [
        `${MARKS[now.group]} ${repoName(repo)} – ${stageText(now, lang)}${now.at === undefined ? '' : ` · ${ago(now.at)}`}`,
        ...messageLines(now),
        ...hardwareLines(state, lang),
        ...(lately.length > 1 ? [lang.t('news.space.lately', { stages: lately.join(' → ') })] : []),
    ];
    return { view: { text: lines.join('\n') }, buttons: [button('space.restart', lang.t('news.button.restart'), repo.id), button('space.logs', lang.t('news.button.logs'), repo.id), linkButton('news.space', lang.t('news.button.open'), repo.url)] };
}

/** One stage as a message of its own. */
export const stageMessage = (stage: SpaceStage, repo: NewsRepo, reader: NewsReader): View => ({ text: [stageLine(stage, repo, reader), ...messageLines(stage)].join('\n') });

/** The same as a line among others. */
export const stageLine = (stage: SpaceStage, repo: NewsRepo, { lang }: NewsReader): string =>
    `${MARKS[stage.group]} ${repoName(repo)} – ${stageText(stage, lang)}${stage.at === undefined ? '' : ` · ${ago(stage.at)}`}`;

const stageText = ({ stage, group }: SpaceStage, lang: Lang): string => `${code(stage)}, ${lang.t(`info.stage.${group}`)}`;

const messageLines = ({ message }: SpaceStage): string[] => (message === undefined || message.trim() === '' ? [] : [`> ${plain(truncate(message.trim(), MESSAGE_LIMIT))}`]);

function hardwareLines({ hardware, hourUsd }: SpaceState, lang: Lang): string[] {
    if (hardware === undefined) {
        return [];
    }
    const price = hourUsd === undefined ? [] : [hourUsd === 0 ? lang.t('info.price.free') : lang.t('news.space.price', { hour: lang.money(hourUsd) })];
    return [lang.t('news.space.hardware', { hardware: [code(hardware), ...price].join(', ') })];
}
