import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { startFollow } from '../flows/logs/start-follow';
import type { SpaceLogKind } from '../services/hub';
import { spaceLog } from '../services/logs';
import { repoLink } from '../ui/repo-line';
import { spaceLogView } from '../ui/space-log-view';

/** So many lines are shown unless others are asked for; what is longer is read on Hugging Face. */
export const DEFAULT_TAIL = 40;
export const MAX_TAIL = 500;

export interface LogWish {
    readonly id: string;
    readonly kind: SpaceLogKind;
    readonly tail?: number;
}

/** The newest lines of a Space's log. What a private Space writes is not for rooms that everybody may read. */
export async function spaceLogsAnswer(ctx: Ctx, { id, kind, tail = DEFAULT_TAIL }: LogWish): Promise<Answer> {
    const log = await spaceLog(ctx.hub, id, { kind, tail });
    const { space, lines, errors, state } = log;
    return {
        ...answer(spaceLogView(log, ctx.lang), { id: space.id, kind, stage: space.stage, state, lines, errors }),
        ...(space.private && { notPublic: { key: 'logs.private', values: { space: space.id } } }),
    };
}

/** The room follows the log from now on. */
export async function followAnswer(ctx: Ctx, wish: Pick<LogWish, 'id' | 'kind'>): Promise<Answer> {
    const space = await startFollow(ctx, wish);
    return answer({ text: ctx.lang.t('logs.follow.started', { space: repoLink(space) }) }, { id: space.id, kind: wish.kind });
}
