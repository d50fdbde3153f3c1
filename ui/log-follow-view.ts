import type { SpaceLogKind } from '../services/hub';
import type { LoggedSpace, LogView } from '../services/logs';
import { button, card, linkButton } from './blocks';
import type { Lang } from './language';
import { logPage, spaceLogTitle, errorLine } from './space-log-view';
import { code, fenced, plain, truncate } from './text';
import type { Button, View } from './view';

/** So much of a line is shown, and of all of them: the message is one, and is sent again each second. */
const LINE_LIMIT = 240;
const LINES_LIMIT = 2_800;

export interface ShownFollow {
    readonly id: string;
    readonly space: Pick<LoggedSpace, 'id' | 'url'>;
    readonly kind: SpaceLogKind;
    readonly progress: { readonly log: LogView; readonly stage: string; readonly readable: boolean };
    /** Milliseconds since 1970. */
    readonly until: number;
    readonly stoppedBy: string | undefined;
    readonly ended: { readonly reason: 'time' | 'stopped' | 'signed-out' | 'refused' | 'private' | 'gone' | 'unshowable' } | undefined;
}

/** The message that grows with a log. */
export function logFollowView(follow: ShownFollow, lang: Lang): View {
    const { space, kind, progress: { log, stage, readable } } = follow;
    const lines = newestLines(log);
    const text = [
        `${spaceLogTitle(space, kind, lang)}${stage === '' ? '' : ` · ${code(stage)}`}`,
        ...log.errors.map(errorLine),
        ...(readable ? [] : [lang.t('logs.follow.unreadable')]),
        lines === '' ? lang.t('logs.follow.waiting') : fenced(lines),
        stateLine(follow, lang),
    ];
    return card({ text: text.join('\n'), actions: actionsOf(follow, lang) });
}

/** The newest ones that fit. */
function newestLines({ lines }: LogView): string {
    const cut = lines.map(({ text }) => truncate(text, LINE_LIMIT));
    let units = 0;
    const first = cut.findLastIndex((text) => (units += text.length + 1) > LINES_LIMIT);
    return cut.slice(first + 1).join('\n');
}

function stateLine({ ended, stoppedBy, until }: ShownFollow, lang: Lang): string {
    return ended ? lang.t(`logs.follow.end.${ended.reason}`, { by: plain(stoppedBy ?? '') }) : lang.t('logs.follow.until', { time: `<t:${Math.ceil(until / 1000)}:R>` });
}

function actionsOf({ id, space, kind, ended }: ShownFollow, lang: Lang): Button[] {
    const page = linkButton('logs', lang.t('logs.action.page'), logPage(space, kind));
    return [ended ? button('logs.more', lang.t('logs.action.more'), id) : button('logs.stop', lang.t('logs.action.stop'), id), page];
}
