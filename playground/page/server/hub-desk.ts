import { namespaceOf, userMayWrite } from '../../hub/access';
import type { HubServer } from '../../hub/server';
import { jobStatus } from '../../hub/jobs/job';
import { runtimeAt } from '../../hub/space-runtime';
import type { HubState } from '../../hub/state';
import { USUAL_MEMORY_PERCENT } from '../../hub/streams/usage';

const SHOWN = 30;

/** What the stand-in Hugging Face holds and what happened to it, as the page's panel shows it. No token, no secret. */
export function hubView({ url, state, requests, deliveries }: HubServer) {
    const now = state.now();
    return {
        url,
        trouble: state.trouble,
        repos: [...state.repos.values()].map(({ type, id, private: isPrivate, gated, branches, commits }) => ({ type, id, isPrivate, gated, head: branches.get('main')?.slice(0, 7), lastCommit: commits.get(branches.get('main') ?? '')?.title, writers: [...[...state.users.values()].filter((user) => userMayWrite(user, namespaceOf(id))).map(({ name }) => name), namespaceOf(id)] })),
        spaces: state.reposOf('space').flatMap(({ id, space }) => (space ? [{ id, stage: runtimeAt(space, now).stage, hardware: space.runtime.hardware.requested, cpu: space.cpuPercent, memory: space.memoryPercent ?? USUAL_MEMORY_PERCENT }] : [])),
        discussions: newestDiscussions(state),
        accounts: [...state.users.keys(), ...state.orgs.keys()].map((name) => ({ name, outOfCredits: state.outOfCredits.has(name) })),
        jobs: [...state.jobs.values()].map((job) => ({ id: job.id, owner: job.owner, flavor: job.flavor, stage: jobStatus(job, now).stage })),
        webhooks: [...state.webhooks.values()].map(({ id, owner, watched, url: target, disabled }) => ({ id, owner, watched: watched.map(({ type, name }) => `${type} ${name}`).join(', '), target: withoutSecrets(target), disabled })),
        deliveries: deliveries.log.slice(-SHOWN).reverse().map(({ id, at, event, repo, state: stage, status, error }) => ({ id, at, event: `${event.scope} ${event.action}`, repo, stage, status, error })),
        requests: requests.slice(-SHOWN).reverse().map(({ host, method, path, status, hasAuth }) => ({ host, method, path, status, hasAuth })),
    };
}

function newestDiscussions(state: HubState) {
    const all = [...state.repos.values()].flatMap(({ type, id, discussions }) => discussions.map(({ num, title, isPullRequest, status, createdAt }) => ({ type, id, num, title, isPullRequest, status, createdAt })));
    return all.sort((one, other) => other.createdAt.localeCompare(one.createdAt)).slice(0, SHOWN);
}

/** A webhook's secret may stand in its address, as a query or a password. */
function withoutSecrets(target: string): string {
    const { origin, pathname } = new URL(target);
    return origin + pathname;
}

/** A suspended webhook hears nothing until its owner enables it again; here the panel does it for them. */
export function enableWebhook({ state }: HubServer, id: string): void {
    const webhook = state.webhooks.get(id);
    if (webhook) {
        state.record({ kind: 'webhook-saved', webhook: { ...webhook, disabled: false } });
    }
}
