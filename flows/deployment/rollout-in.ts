import type { Ctx } from '../../context/ctx';
import { type Live, rolloutAt } from '../../services/deployment';
import { HubError, isPassing, modelHead } from '../../services/hub';
import type { Environment } from '../../services/workflows/environment/environment';
import { wentLive } from './history';

/** What an environment serves, or else what it is being changed to; neither when nothing is there. */
export interface RolloutIn {
    readonly live?: Live;
    readonly coming?: Live;
}

type Place = Pick<Environment, 'name' | 'target'>;

/** `asked`: the model that somebody wants to put there; without it nothing is found at a branch or tag. */
export async function rolloutIn(ctx: Ctx, { name, target }: Place, asked: string | undefined): Promise<RolloutIn> {
    if (asked === undefined && (target.kind === 'branch' || target.kind === 'tag')) {
        return {};
    }
    const found = await rolloutAt(ctx.hub, target, asked ?? '');
    if (!found) {
        return {};
    }
    const repo = found.repo ?? (await modelOf(ctx, name, { sha: found.sha, asked }));
    const commit: Live = { sha: found.sha, ...(repo !== undefined && { repo }) };
    return found.moving ? { coming: commit } : { live: commit };
}

export const liveIn = async (ctx: Ctx, place: Place, asked: string | undefined): Promise<Live | undefined> => (await rolloutIn(ctx, place, asked)).live;

/** Whose commit a Space serves: of the model that went live there with it, else of the one asked for, if that has such a commit. */
async function modelOf(ctx: Ctx, environment: string, { sha, asked }: { readonly sha: string; readonly asked: string | undefined }): Promise<string | undefined> {
    const recorded = (await wentLive(ctx.stores.ledger, environment)).findLast((entry) => entry.sha === sha);
    if (recorded) {
        return recorded.repo;
    }
    return asked !== undefined && (await holdsCommit(ctx, asked, sha)) ? asked : undefined;
}

async function holdsCommit(ctx: Ctx, id: string, revision: string): Promise<boolean> {
    try {
        await modelHead(ctx.hub, { id, revision });
        return true;
    } catch (error) {
        if (error instanceof HubError && !isPassing(error)) {
            return false;
        }
        throw error;
    }
}
