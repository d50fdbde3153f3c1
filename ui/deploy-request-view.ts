import type { Deployment } from '../services/deployment';
import { type ApprovalSummary, demandText, since, voteButtons } from './approval-view';
import { card } from './blocks';
import { targetText } from './target-text';
import { evidenceAttachments, evidenceLines, gateLines } from './evidence-view';
import type { Lang } from './language';
import type { Reader } from './reader';
import { code, link, plain } from './text';
import type { View } from './view';

const HOURS_PER_DAY = 24;

/** What is voted on: what would change, what the checks say, what it costs and who has to agree. It is never edited. */
export function deployRequestView(request: Omit<ApprovalSummary, 'actions'> & { readonly deployment: Deployment }, reader: Reader & { readonly hubUrl: string }): View {
    const { deployment, state, names } = request;
    const { lang } = reader;
    const { rule, expiresAt } = state.request;
    const lines = [
        headline(request, reader),
        lang.t('deploy.request.target', { target: targetText(deployment.environment.target, lang) }),
        liveLine(deployment, reader),
        evidenceLines(deployment.evidence, reader).join(' · '),
        ...gateLines(deployment.evidence.gates, reader, { required: rule.requiredGates }),
        priceLine(deployment.price, lang),
        needsLine(request, lang),
        lang.t('deploy.request.expires', { when: since(expiresAt) }),
    ];
    return {
        ...card({
            text: lines.filter((line) => line !== undefined).join('\n'),
            actions: voteButtons(request.id, lang),
            notes: [lang.t('deploy.request.hint')],
            attachments: evidenceAttachments(deployment.evidence, { repo: deployment.repo, hubUrl: reader.hubUrl, reader }),
        }),
        mentions: rule.requiredReviewers.flatMap((user) => names[user] ?? []),
    };
}

function headline({ deployment, requester, shortId }: Parameters<typeof deployRequestView>[0], { lang, hubUrl }: Reader & { readonly hubUrl: string }): string {
    const { repo, sha, environment, rollbackTo } = deployment;
    const values = { id: code(shortId), model: modelLink(repo, sha, hubUrl), environment: plain(environment.name), user: `@${plain(requester)}` };
    return `:rocket: ${lang.t(rollbackTo === undefined ? 'deploy.request.headline' : 'deploy.request.rollback_headline', values)}`;
}

/** `owner/name @ abc1234`, linked to the commit. */
const modelLink = (repo: string, sha: string, hubUrl: string): string => link(`${repo} @ ${sha.slice(0, 7)}`, `${hubUrl}/${repo}/commit/${sha}`);

/** What is live, of whatever model. */
export function liveText({ repo, sha }: NonNullable<Deployment['live']>, { lang, hubUrl }: Pick<Reader, 'lang'> & { readonly hubUrl: string }): string {
    return repo === undefined ? lang.t('deploy.unknown_commit', { sha: code(sha.slice(0, 7)) }) : modelLink(repo, sha, hubUrl);
}

function liveLine({ live, repo }: Deployment, { lang, hubUrl }: Reader & { readonly hubUrl: string }): string {
    if (!live) {
        return lang.t('deploy.request.nothing_live');
    }
    const isOther = live.repo !== undefined && live.repo !== repo;
    return lang.t(isOther ? 'deploy.request.replaces' : 'deploy.request.live', { live: liveText(live, { lang, hubUrl }) });
}

/** Per hour and day; a range where the number of replicas may change. */
export function priceLine(price: Deployment['price'], lang: Lang): string | undefined {
    if (!price) {
        return undefined;
    }
    const range = (factor: number): string => [...new Set([price.minPerHour * factor, price.maxPerHour * factor].map((usd) => lang.money(usd)))].join(' – ');
    return lang.t('deploy.price', { hour: range(1), day: range(HOURS_PER_DAY) });
}

function needsLine({ state: { request: { rule } }, names, roleNames }: Parameters<typeof deployRequestView>[0], lang: Lang): string {
    const demands = { approvals: lang.t('deploy.request.approvals', { n: rule.minimumApprovals }), roles: rule.requiredRoles, reviewers: rule.requiredReviewers, gates: [] };
    const voters = rule.approverRoles.map((role) => plain(roleNames[role] ?? role));
    const needs = lang.t('deploy.request.needs', { list: demandText(demands, { names, roleNames }, lang) ?? '' });
    return voters.length === 0 ? needs : `${needs} ${lang.t('deploy.request.voters', { roles: lang.list(voters) })}`;
}
