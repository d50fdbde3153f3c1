import type { SpaceLogKind } from '../services/hub';
import type { LoggedSpace, LogError, SpaceLog } from '../services/logs';
import { button, card, linkButton } from './blocks';
import type { Lang } from './language';
import { repoLink } from './repo-line';
import { code, fenced, plain, truncate } from './text';
import type { Attachment, Button, View } from './view';

/** So much of a log stands in the message itself; what is longer is unfolded by whoever wants it. */
const INLINE_LINES = 12;
const INLINE_LIMIT = 1_500;
/** Attachments have no limit of their own, but a longer one is hard on the client that unfolds it. */
const ATTACHMENT_LIMIT = 30_000;

/** Errors that are lifted out: the newest, because older ones are often what led to them. */
const ERRORS_SHOWN = 5;
const ERROR_LIMIT = 240;
/** What Hugging Face says of a failure. */
const FAILURE_LIMIT = 300;

/** The newest lines of a log, what went wrong above them. */
export function spaceLogView(log: SpaceLog, lang: Lang): View {
    const { space, kind, lines, errors } = log;
    const shown = shownLines(log);
    const isShort = lines.length <= INLINE_LINES && shown.text.length <= INLINE_LIMIT;
    const text = [
        spaceLogTitle(space, kind, lang),
        stageLine(space, lang),
        ...errorTexts(errors, lang),
        lines.length === 0 ? whyEmpty(log, lang) : isShort ? shown.text : undefined,
    ];
    const attachment: Attachment = { title: lang.t('logs.lines', { n: shown.count }), text: shown.text, collapsed: true };
    return card({
        text: text.filter((part) => part !== undefined).join('\n'),
        actions: actionsOf(log, lang),
        notes: [shown.count < lines.length ? lang.t('logs.cut') : undefined],
        ...(!isShort && { attachments: [attachment] }),
    });
}

/** `*Run log of owner/name*`, with a link to the Space. */
export function spaceLogTitle(space: Pick<LoggedSpace, 'id' | 'url'>, kind: SpaceLogKind, lang: Lang): string {
    return `*${lang.t(kind === 'build' ? 'logs.title.build' : 'logs.title.run', { space: repoLink(space) })}*`;
}

/** Where the log stands at Hugging Face. */
export const logPage = ({ url }: Pick<LoggedSpace, 'url'>, kind: SpaceLogKind): string => `${url}?logs=${kind === 'build' ? 'build' : 'container'}`;

/** A static Space is always the same. */
function stageLine({ static: isStatic, stage, stageGroup, errorMessage }: LoggedSpace, lang: Lang): string | undefined {
    if (isStatic) {
        return undefined;
    }
    const line = `${code(stage)} – ${lang.t(`info.stage.${stageGroup}`)}`;
    return errorMessage === undefined ? line : `${line}\n> ${plain(truncate(errorMessage, FAILURE_LIMIT))}`;
}

function whyEmpty({ space, state }: SpaceLog, lang: Lang): string {
    if (space.static) {
        return lang.t('logs.static');
    }
    switch (state) {
        case 'sign-in':
            return lang.t('logs.sign_in');
        case 'cannot-stream':
            return lang.t('logs.cannot_stream');
        case 'read':
            return lang.t('logs.empty');
    }
}

/** The same error over and over is one, which came so often. */
function errorTexts(errors: readonly LogError[], lang: Lang): string[] {
    const counts = new Map<string, number>();
    for (const error of errors) {
        const text = errorLine(error);
        const count = counts.get(text) ?? 0;
        // What came again moves to the end, where the newest are.
        counts.delete(text);
        counts.set(text, count + 1);
    }
    const shown = [...counts].slice(-ERRORS_SHOWN).map(([text, n]) => (n === 1 ? text : lang.t('logs.error.times', { error: text, n })));
    return shown.length === 0 ? [] : [lang.t('logs.errors', { n: errors.length }), ...shown];
}

/** A line that was lifted out, with its place in the program. */
export const errorLine = ({ text, place }: Pick<LogError, 'text' | 'place'>): string => `• ${code(truncate(text, ERROR_LIMIT))}${place === undefined ? '' : ` – ${code(place)}`}`;

/** The newest lines that fit into an attachment, as a block of code. */
function shownLines({ lines }: SpaceLog): { readonly text: string; readonly count: number } {
    let units = 0;
    const first = lines.findLastIndex(({ text }) => (units += text.length + 1) > ATTACHMENT_LIMIT);
    const fitting = lines.slice(first + 1);
    return { text: fenced(fitting.map(({ text }) => text).join('\n')), count: fitting.length };
}

function actionsOf({ space, kind, state }: SpaceLog, lang: Lang): (Button | undefined)[] {
    const { id } = space;
    if (space.static) {
        return [];
    }
    if (state === 'sign-in') {
        return [button('login.open', lang.t('hub.action.sign_in'), undefined, 'primary')];
    }
    const other = kind === 'build' ? 'run' : 'build';
    return [
        button('space.logs', lang.t(other === 'build' ? 'logs.action.build' : 'logs.action.run'), JSON.stringify({ id, kind: other })),
        state === 'read' ? button('logs.follow', lang.t('logs.action.follow'), JSON.stringify({ id, kind })) : undefined,
        button('space.restart', lang.t('logs.action.restart'), id),
        linkButton('logs', lang.t('logs.action.page'), logPage(space, kind)),
    ];
}
