import { webhookEvent, webhookRepo, type WebhookPayload, type WebhookScope } from '../../services/hub';
import type { Change, Thing, ThingRepo } from '../../services/workflows/watching';
import type { Push } from './pushes';

/** A longer name of a branch is nobody's. */
const LONGEST_BRANCH = 250;
/** Told of a push without its refs, we look where most are. */
const MAIN = { ref: 'refs/heads/main' };
const SPACE: Thing = { kind: 'space' };

/** Where a delivery says that something may have changed; nowhere, when it is about what the app does not show. */
export function changesOf(payload: WebhookPayload): Change[] {
    const repo = webhookRepo(payload);
    const event = webhookEvent(payload);
    return repo && event ? thingsOf(event.scope, repo.type, payload).map((thing) => ({ repo, thing })) : [];
}

/** What is pushed to a Space, or set there, builds or starts it anew. */
function thingsOf(scope: WebhookScope, type: ThingRepo['type'], { updatedRefs = [MAIN], discussion }: WebhookPayload): Thing[] {
    const stage = type === 'space' ? [SPACE] : [];
    switch (scope) {
        case 'repo':
            return [{ kind: 'repo' }];
        case 'repo.config':
            return [{ kind: 'repo' }, ...stage];
        case 'repo.content':
            return [...updatedRefs.flatMap(({ ref }) => thingOfRef(ref)), ...stage];
        case 'discussion':
        case 'discussion.comment':
            return discussion ? [{ kind: 'discussion', num: discussion.num }] : [];
    }
}

/** The moves of branches that a delivery tells; one that was deleted has none. */
export const pushesIn = ({ updatedRefs = [] }: WebhookPayload): Push[] =>
    updatedRefs.flatMap(({ ref, oldSha, newSha }) => {
        const branch = branchOf(ref);
        return branch === undefined || !newSha ? [] : [{ branch, to: newSha, ...(oldSha && { from: oldSha }) }];
    });

function branchOf(ref: string): string | undefined {
    const [, branch] = /^refs\/heads\/(.+)$/s.exec(ref) ?? [];
    return branch !== undefined && branch.length <= LONGEST_BRANCH ? branch : undefined;
}

/** A push to a pull request is news of its discussion. Tags, and branches that Hugging Face makes for itself (`refs/convert/parquet`), are shown nowhere. */
function thingOfRef(ref: string): Thing[] {
    const branch = branchOf(ref);
    if (branch !== undefined) {
        return [{ kind: 'branch', name: branch }];
    }
    const [, num] = /^refs\/pr\/([1-9]\d{0,8})$/.exec(ref) ?? [];
    return num === undefined ? [] : [{ kind: 'discussion', num: Number(num) }];
}
