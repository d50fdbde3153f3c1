import { avatarUrl } from '../profiles';
import type { HubState } from '../state';
import type { Job } from './job';
import { jobStatus } from './job';

const iso = (at: number): string => new Date(at).toISOString();
const seconds = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 1000));

function durations(createdAt: number, { startedAt, finishedAt }: { startedAt?: number; finishedAt?: number }, now: number): Record<string, number> {
    const end = finishedAt ?? now;
    return {
        schedulingSecs: seconds(createdAt, startedAt ?? end),
        ...(startedAt !== undefined && { runningSecs: seconds(startedAt, end) }),
        totalSecs: seconds(createdAt, end),
    };
}

/** The job as the Hub answers it. */
export function describeJob(state: HubState, job: Job): Record<string, unknown> {
    const { id, owner, createdBy, createdAt, timeoutSeconds, fate: _fate, stopped: _stopped, delivers: _delivers, delivered: _delivered, ...ordered } = job;
    const now = state.now();
    const { stage, message, cancelReason, startedAt, finishedAt } = jobStatus(job, now);
    const org = state.orgs.get(owner);
    const account = org ?? state.users.get(owner);
    return {
        type: 'job', id, ...ordered, timeout: timeoutSeconds, createdAt: iso(createdAt),
        owner: { id: account?._id, name: owner, type: org ? 'org' : 'user', avatarUrl: avatarUrl(owner) },
        createdBy: { id: state.users.get(createdBy)?._id, name: createdBy },
        status: { stage, message, ...(cancelReason && { cancelReason }) },
        ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
        ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
        durations: durations(createdAt, { startedAt, finishedAt }, now),
    };
}
