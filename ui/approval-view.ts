import type { ApprovalState, Attempt, Effect, Obstacle, UncountedVote, Voted } from '../services/workflows/approval';
import { button, card } from './blocks';
import type { Lang } from './language';
import type { Reader } from './reader';
import { code, fenced, plain } from './text';
import type { Attachment, Button, View } from './view';

/** What views say about one request for approval. */
export interface ApprovalSummary {
    readonly id: string;
    /** What people call it by. */
    readonly shortId: string;
    /** What is asked for, in one line of plain text. */
    readonly title: string;
    /** The username. */
    readonly requester: string;
    readonly state: ApprovalState;
    /** Usernames by user id. */
    readonly names: Readonly<Record<string, string>>;
    readonly roleNames: Readonly<Record<string, string>>;
    /** False: something stored can not be read, and nothing will be executed. */
    readonly intact: boolean;
    /** How often something was carried out that was not, or is not any more, asked for. */
    readonly strays: number;
    /** Where the execution is, in Hugging Face's words. */
    readonly stage?: string;
    /** Why the last attempt failed. */
    readonly failure?: { readonly sentence: string; readonly words: string | undefined; readonly log: string | undefined };
    /** What the undertaking offers beside the usual buttons. */
    readonly actions: readonly Button[];
}

/** The first line of everything that is said about a request. */
export const approvalTitle = ({ shortId, title }: Pick<ApprovalSummary, 'shortId' | 'title'>): string => `*${code(shortId)} ${plain(title)}*`;

/** A moment that Rocket.Chat's clients write in the reader's own way and keep up to date. */
export const since = (at: number): string => `<t:${Math.floor(at / 1000)}:R>`;

/** The living card in the thread: where the request stands and who is missing. The same state is the same card. */
export function approvalStatusView(summary: ApprovalSummary & { readonly silent?: boolean }, { lang }: Reader): View {
    const silence = summary.silent ? [lang.t('approval.silent')] : [];
    const lines = [approvalTitle(summary), phaseLine(summary, lang), ...silence, ...missingLines(summary, lang), ...voteLines(summary, lang), ...warningLines(summary, lang), deadlineLine(summary.state, lang)];
    return card({ text: lines.filter((line) => line !== undefined).join('\n'), actions: statusButtons(summary, lang) });
}

const ICONS: Readonly<Record<ApprovalState['phase'], string>> = {
    waiting: ':hourglass_flowing_sand:',
    rejected: ':no_entry_sign:',
    approved: ':white_check_mark:',
    executing: ':rocket:',
    live: ':tada:',
    failed: ':x:',
    voided: ':wastebasket:',
    cancelled: ':wastebasket:',
    expired: ':alarm_clock:',
};

function phaseLine({ state, stage, failure }: ApprovalSummary, lang: Lang): string {
    const details = [
        state.phase === 'executing' && stage ? code(stage) : undefined,
        state.phase === 'failed' ? failure?.sentence : undefined,
        state.voidedBy && obstacleText(state.voidedBy, lang),
    ].filter((detail) => detail !== undefined);
    return [`${ICONS[state.phase]} *${lang.t(`approval.phase.${state.phase}`)}*`, ...details].join(' – ');
}

/** What stands in the way of a request. */
export function obstacleText(obstacle: Obstacle, lang: Lang): string {
    switch (obstacle.kind) {
        case 'head-moved':
            return lang.t('approval.voided.head_moved', { sha: code(obstacle.sha.slice(0, 7)) });
        case 'gate-red':
            return lang.t('approval.voided.gate_red', { gate: gateName(obstacle.gate) });
        case 'locked':
            return lang.t('approval.voided.locked', { reason: plain(obstacle.reason) });
    }
}

const gateName = (gate: string): string => code(gate);

/** What an approval asks for: of a rule all of it, of a request what is still missing. */
export interface Demands {
    readonly approvals: string | undefined;
    readonly roles: readonly string[];
    readonly reviewers: readonly string[];
    readonly gates: readonly string[];
}

/** As one phrase: the approvals, those among them that certain people have to give, and the checks. Undefined when nothing is asked for. */
export function demandText({ approvals, roles, reviewers, gates }: Demands, { names, roleNames }: Pick<ApprovalSummary, 'names' | 'roleNames'>, lang: Lang): string | undefined {
    const certain = [
        ...roles.map((role) => lang.t('approval.missing.role', { role: plain(roleNames[role] ?? role) })),
        ...reviewers.map((user) => lang.t('approval.missing.reviewer', { user: person(user, names) })),
    ];
    const votes = approvals !== undefined && certain.length > 0 ? [lang.t('approval.missing.among', { approvals, list: lang.list(certain) })] : [...(approvals === undefined ? [] : [approvals]), ...certain];
    const items = [...votes, ...gates.map((gate) => lang.t('approval.missing.gate', { gate: gateName(gate) }))];
    return items.length === 0 ? undefined : lang.list(items);
}

/** Who and what is missing; undefined when nothing is. */
export function missingText(summary: Pick<ApprovalSummary, 'state' | 'names' | 'roleNames'>, lang: Lang): string | undefined {
    const { approvals, ...missing } = summary.state.missing;
    return demandText({ ...missing, approvals: approvals > 0 ? lang.t('approval.missing.approvals', { n: approvals }) : undefined }, summary, lang);
}

function missingLines(summary: ApprovalSummary, lang: Lang): string[] {
    const list = missingText(summary, lang);
    const open = summary.state.phase === 'waiting' || summary.state.phase === 'rejected';
    return open && list !== undefined ? [lang.t('approval.missing', { list })] : [];
}

const person = (user: string, names: ApprovalSummary['names']): string => `@${plain(names[user] ?? user)}`;

function voteLines(summary: ApprovalSummary, lang: Lang): string[] {
    const ignored = summary.state.uncounted.filter(({ why }) => why !== 'withdrawn' && why !== 'superseded');
    return [...summary.state.votes.map((vote) => voteLine(vote, summary)), ...ignored.map((vote) => ignoredLine(vote, summary, lang))];
}

function voteLine(vote: Voted, { names, roleNames, state }: ApprovalSummary): string {
    const { requiredRoles, approverRoles } = state.request.rule;
    const relevant = vote.roles.filter((role) => requiredRoles.includes(role) || approverRoles.includes(role)).map((role) => plain(roleNames[role] ?? role));
    const held = relevant.length > 0 ? ` (${relevant.join(', ')})` : '';
    return `${sign(vote)} ${person(vote.user, names)}${held} ${since(vote.at)}`;
}

const sign = ({ value }: Voted): string => (value === 'approve' ? ':thumbsup:' : ':thumbsdown:');

function ignoredLine({ vote, why }: UncountedVote, { names }: ApprovalSummary, lang: Lang): string {
    const reason = why === 'withdrawn' || why === 'superseded' ? '' : lang.t(`approval.uncounted.${reasonKey(why)}`);
    return lang.t('approval.uncounted', { vote: `${sign(vote)} ${person(vote.user, names)}`, reason });
}

type Ignored = Exclude<UncountedVote['why'], 'withdrawn' | 'superseded'>;
const REASON_KEYS = { self: 'self', 'no-role': 'no_role', 'other-sha': 'other_sha', closed: 'closed' } as const satisfies Record<Ignored, string>;
const reasonKey = (why: Ignored): (typeof REASON_KEYS)[Ignored] => REASON_KEYS[why];

/** What should never happen, said loudly. */
function warningLines({ strays, intact }: ApprovalSummary, lang: Lang): string[] {
    return [
        ...(intact ? [] : [`:warning: ${lang.t('approval.unreadable')}`]),
        ...(strays > 0 ? [`:rotating_light: ${lang.t('approval.stray', { n: strays })}`] : []),
    ];
}

function deadlineLine({ final, phase, request, endedAt }: ApprovalState, lang: Lang): string | undefined {
    if (final) {
        return endedAt === undefined ? undefined : lang.t('approval.ended', { when: since(endedAt) });
    }
    return phase === 'executing' || phase === 'failed' ? undefined : lang.t('approval.expires', { when: since(request.expiresAt) });
}

/** Approve and reject, for the message that is voted on. */
export function voteButtons(id: string, lang: Lang): Button[] {
    return [button('approval.approve', lang.t('approval.button.approve'), id, 'primary'), button('approval.reject', lang.t('approval.button.reject'), id, 'danger')];
}

function statusButtons({ id, state, actions }: ApprovalSummary, lang: Lang): Button[] {
    const cancel = button('approval.cancel', lang.t('approval.button.cancel'), id);
    switch (state.phase) {
        case 'waiting':
        case 'rejected':
            return state.final ? [] : [...voteButtons(id, lang), button('approval.withdraw', lang.t('approval.button.withdraw'), id), button('approval.ask', lang.t('approval.button.ask'), id), cancel];
        case 'approved':
            return [cancel];
        case 'failed':
            return state.final ? [...actions] : [button('approval.retry', lang.t('approval.button.retry'), id, 'primary'), ...actions, cancel];
        default:
            return [...actions];
    }
}

/** Effects that people hear of. */
export type News = Extract<Effect, { readonly kind: 'tell' }> | { readonly kind: 'remind' | 'report'; readonly key: string };

export interface ApprovalNotice {
    readonly effect: News;
    readonly summary: ApprovalSummary;
    /** What is to be said about a success. */
    readonly success: readonly string[];
}

/** What is said in the thread once. */
export function approvalNoticeView({ effect, summary, success }: ApprovalNotice, { lang }: Reader): View {
    switch (effect.kind) {
        case 'tell':
            return tellView(effect, summary, lang);
        case 'remind':
            return reminderView(summary, lang);
        case 'report':
            return reportView(summary, success, lang);
    }
}

function tellView({ user, reason }: Extract<Effect, { readonly kind: 'tell' }>, summary: ApprovalSummary, lang: Lang): View {
    const mentions = summary.names[user] === undefined ? [] : [summary.names[user]];
    const text = reason === 'asked' ? lang.t('approval.asked', { user: person(user, summary.names), title: approvalTitle(summary) }) : lang.t('approval.rejected', { title: approvalTitle(summary) });
    return { text, mentions };
}

function reminderView(summary: ApprovalSummary, lang: Lang): View {
    const { state, names } = summary;
    const mentions = state.missing.reviewers.flatMap((user) => names[user] ?? []);
    const text = lang.t('approval.reminder', { title: approvalTitle(summary), list: missingText(summary, lang) ?? '', when: since(state.request.expiresAt) });
    return { text, mentions };
}

function reportView(summary: ApprovalSummary, success: readonly string[], lang: Lang): View {
    const { state, failure, requester } = summary;
    const attempt = state.attempts.at(-1);
    const took = state.phase === 'live' && attempt?.outcome ? [lang.t('approval.took', { time: duration(attempt, lang), approvers: attempt.approvers.map((user) => person(user, summary.names)).join(', ') })] : [];
    const lines = [approvalTitle(summary), phaseLine(summary, lang), ...(state.phase === 'live' ? [...success, ...took] : []), ...(state.phase === 'failed' && failure?.words ? [lang.t('approval.failure_words', { words: plain(failure.words) })] : [])];
    return { text: lines.join('\n'), mentions: [requester], attachments: state.phase === 'failed' ? logAttachment(failure?.log, lang) : [] };
}

const duration = ({ begunAt, outcome }: Attempt, lang: Lang): string => lang.duration(Math.max(1000, (outcome?.at ?? begunAt) - begunAt));

function logAttachment(log: string | undefined, lang: Lang): Attachment[] {
    return log === undefined || log === '' ? [] : [{ title: lang.t('approval.log'), text: fenced(log), collapsed: true }];
}
