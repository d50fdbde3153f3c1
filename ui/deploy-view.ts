import type { Deployment } from '../services/deployment';
import { type ApprovalSummary, approvalTitle, since } from './approval-view';
import { button } from './blocks';
import { liveText, priceLine } from './deploy-request-view';
import { targetText } from './target-text';
import type { Lang } from './language';
import type { Reader } from './reader';
import { code, link, plain } from './text';
import type { Button, View } from './view';

/** To whoever asked, in private: the room sees the request itself. */
export function deployAskedView({ shortId, environment }: { readonly shortId: string; readonly environment: string }, lang: Lang): View {
    return { text: lang.t('deploy.asked', { id: code(shortId), environment: plain(environment) }) };
}

/** For the report of a success. */
export function deploySuccessLines({ price, environment }: Deployment, { url }: { readonly url?: string }, { lang }: Reader): string[] {
    const live = url === undefined ? lang.t('deploy.live', { target: targetText(environment.target, lang) }) : lang.t('deploy.live_at', { target: targetText(environment.target, lang), link: link(url.replace(/^https?:\/\//, ''), url) });
    return [live, priceLine(price, lang)].filter((line) => line !== undefined);
}

export const rollbackButton = (id: string, lang: Lang): Button => button('deploy.rollback', lang.t('deploy.rollback.button'), id);

/** One environment in the overview. */
export interface EnvironmentStatus {
    readonly name: string;
    readonly target: Deployment['environment']['target'];
    readonly lock?: { readonly reason: string; readonly by: string; readonly until?: number };
    /** `unknown`: the target can't be read with this token; undefined: nothing is live. */
    readonly live?: Deployment['live'] | 'unknown';
    /** When and through whom it went live, where that happened here. */
    readonly since?: { readonly at: number; readonly by: string };
    readonly open: readonly Pick<ApprovalSummary, 'shortId' | 'title' | 'state'>[];
}

/** What is live where, and what waits. */
export function deployOverviewView(environments: readonly EnvironmentStatus[], { lang, hubUrl }: Reader & { readonly hubUrl: string }): View {
    if (environments.length === 0) {
        return { text: lang.t('deploy.no_environments') };
    }
    return { text: environments.map((environment) => environmentLines(environment, lang, hubUrl).join('\n')).join('\n\n') };
}

function environmentLines({ name, target, lock, live, since: went, open }: EnvironmentStatus, lang: Lang, hubUrl: string): string[] {
    return [
        `*${plain(name)}* – ${targetText(target, lang)}`,
        live === 'unknown' ? lang.t('deploy.status.unknown') : live ? lang.t('deploy.status.live', { model: liveText(live, { lang, hubUrl }) }) : lang.t('deploy.status.nothing'),
        ...(went ? [lang.t('deploy.status.since', { when: since(went.at), user: `@${plain(went.by)}` })] : []),
        ...(lock ? [`:lock: ${lock.until === undefined ? lang.t('deploy.status.locked', { user: `@${plain(lock.by)}`, reason: plain(lock.reason) }) : lang.t('deploy.status.locked_until', { user: `@${plain(lock.by)}`, reason: plain(lock.reason), when: since(lock.until) })}`] : []),
        ...open.map((request) => `- ${approvalTitle(request)}: ${lang.t(`approval.phase.${request.state.phase}`)}`),
    ];
}
