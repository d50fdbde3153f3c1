import type { AuditRecord } from '../services/workflows/audit/record';
import { button, card } from './blocks';
import type { Lang } from './language';
import { code, fenced, link, plain, safeJson } from './text';
import type { Button, View } from './view';

/** A page of records as it is shown. */
export interface AuditList {
    /** Newest first. */
    readonly records: readonly AuditRecord[];
    /** What the button for the next page carries; undefined when this is the last one. */
    readonly next: string | undefined;
    /** Usernames by user id, as far as the workspace knows them. */
    readonly names: ReadonlyMap<string, string>;
    /** Whether the reader sees what everybody did. */
    readonly all: boolean;
    /** Whether anything was asked for in particular. */
    readonly filtered: boolean;
    /** The day up to which records were looked through when the page could not be filled, `2026-11-05`. */
    readonly searchedTo: string | undefined;
}

export interface AuditReader {
    readonly lang: Lang;
    readonly hubUrl: string;
}

/** What happened, in words; a kind that is not here, of another version perhaps, is shown by its code. */
const KINDS = [
    'deploy.requested', 'deploy.approved', 'deploy.rejected', 'deploy.withdrawn', 'deploy.reviewer-asked', 'deploy.reviewer-excused', 'deploy.gate', 'deploy.head-moved', 'deploy.locked', 'deploy.unlocked', 'deploy.cancelled',
    'deploy.expired', 'deploy.begun', 'deploy.executed', 'deploy.failed', 'deploy.retried', 'deploy.report-committed', 'env.set', 'env.removed', 'env.locked', 'env.unlocked',
    'space.restarted', 'space.rebuilt', 'space.paused', 'space.sleep-set', 'space.hardware-set', 'space.dev-mode-set', 'space.variables-set', 'space.secret-removed', 'space.deleted',
    'discussion.commented', 'discussion.closed', 'discussion.reopened', 'discussion.merged',
    'pull.unsafe',
    'watch.started', 'watch.changed', 'watch.stopped', 'watch.muted', 'watch.unmuted', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.enabled',
    'push.committed', 'push.repo-made', 'push.overridden',
    'convert.started', 'convert.ended', 'convert.repo-made', 'convert.cancelled', 'convert.unsafe',
] as const;

const MARKS: Readonly<Record<AuditRecord['result'], string>> = { done: '✅', refused: '🚫', failed: '❌' };

/** A page of records, a line each. */
export function auditView(list: AuditList, reader: AuditReader): View {
    const { lang } = reader;
    const lines = list.records.map((record) => line(record, list.names, reader));
    return card({
        text: lines.length > 0 ? [lang.t('audit.title', { count: lines.length }), ...lines].join('\n') : emptyText(list, lang),
        actions: [nextButton('audit.next', list.next, lang)],
        notes: [list.all ? undefined : lang.t('audit.note_mine')],
    });
}

/** Records as JSON lines, in one piece. */
export function auditFileView({ lines, next }: { readonly lines: readonly string[]; readonly next: string | undefined }, lang: Lang): View {
    const more = next === undefined ? [] : [lang.t('audit.file_more')];
    return card({
        text: [lang.t('audit.file', { count: lines.length }), ...more].join(' '),
        actions: [nextButton('audit.next_file', next, lang)],
        attachments: [{ title: 'audit.jsonl', text: fenced(lines.join('\n'), 'json'), collapsed: true }],
    });
}

/** A record as it is kept, on one line. */
export const auditLine = (record: AuditRecord): string => safeJson(record, 0);

function nextButton(actionId: 'audit.next' | 'audit.next_file', next: string | undefined, lang: Lang): Button | undefined {
    return next === undefined ? undefined : button(actionId, lang.t('audit.next'), next);
}

function emptyText({ searchedTo, filtered }: AuditList, lang: Lang): string {
    if (searchedTo !== undefined) {
        return lang.t('audit.none_until', { day: lang.date(Date.parse(searchedTo)) });
    }
    return lang.t(filtered ? 'audit.none_matching' : 'audit.none');
}

/** Rocket.Chat writes the time in the reader's own time zone. */
function line({ at, by, what, subject, sha, result, details }: AuditRecord, names: AuditList['names'], { lang, hubUrl }: AuditReader): string {
    const kind = KINDS.find((known) => known === what);
    const who = by === 'app' ? lang.t('audit.by_app') : (names.get(by) ?? by);
    const environment = details?.['environment'];
    const discussion = details?.['discussion'];
    const parts = [
        `<t:${Math.floor(at / 1000)}:f>`,
        `*${plain(who)}*`,
        kind ? lang.t(`audit.what.${kind}`) : code(what),
        code(typeof discussion === 'number' ? `${subject} #${discussion}` : subject),
        sha === undefined ? undefined : shortSha(subject, sha, hubUrl),
        typeof environment === 'string' && environment !== subject ? code(environment) : undefined,
        `${MARKS[result]} ${lang.t(`audit.result.${result}`)}`,
    ];
    return `- ${parts.filter((part) => part !== undefined).join(' · ')}`;
}

const MODEL_ID = /^[\w.-]+\/[\w.-]+$/;

function shortSha(subject: string, sha: string, hubUrl: string): string {
    const short = sha.slice(0, 7);
    return MODEL_ID.test(subject) ? link(short, `${hubUrl}/${subject}/commit/${sha}`) : code(short);
}
