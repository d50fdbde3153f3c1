import type { Ctx } from '../../context/ctx';
import { type Deployment, deploymentSchema, type Live, type PinnedModel } from '../../services/deployment';
import { type Approval, loadApproval } from '../approval/load-approval';

/** The kind of requests that deploy. */
export const DEPLOY = 'deploy';

/** What a request is about; undefined when it is no deployment, or one of a version that we don't know. */
export function deploymentOf({ opened }: Pick<Approval, 'opened'>): Deployment | undefined {
    return opened.kind === DEPLOY ? deploymentSchema.safeParse(opened.details).data : undefined;
}

/** The open requests for an environment, oldest first, whether or not the caller may read their rooms. */
export async function deploymentsOpenFor(ctx: Pick<Ctx, 'stores' | 'clock'>, environment: string): Promise<Approval[]> {
    const open = (await ctx.stores.approvals.listOpen()).filter(({ kind }) => kind === DEPLOY);
    const loaded = await Promise.all(open.map(({ id }) => loadApproval(ctx, id)));
    return loaded.flatMap((approval) => (approval && !approval.state.final && deploymentOf(approval)?.environment.name === environment ? [approval] : []));
}

/** The same commit of the same model. */
export const isSame = (a: Live, b: Live): boolean => a.sha === b.sha && a.repo?.toLowerCase() === b.repo?.toLowerCase();

/** What can be compared with: a commit is read from its model. */
export const pinned = (live: Live | undefined): PinnedModel | undefined => (live?.repo === undefined ? undefined : { repo: live.repo, sha: live.sha });

