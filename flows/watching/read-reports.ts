import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { HubError, type HubErrorKind } from '../../services/hub';
import type { Watch } from '../../services/workflows/watching';
import type { Report, ReportReader, ReportTools, ReportWish } from './report';

/** Answers that mean: not with this account. */
const REFUSALS: ReadonlySet<HubErrorKind> = new Set(['unauthorized', 'token-expired', 'forbidden', 'missing-scope', 'gated', 'disabled', 'not-found-or-private', 'repo-not-found', 'not-found']);

/** The report as the room of this rule may see it; undefined when whoever made the rule sees nothing. Throws HubError. */
export type Reports = (watch: Watch) => Promise<Report | undefined>;

/**
 * Reads a thing once for all rooms when everybody may see it, otherwise once for each of those who made the rules, when their room's
 * turn comes. Throws HubError.
 */
export async function readReports(job: JobCtx, reader: ReportReader, wish: ReportWish): Promise<Reports> {
    const common = await readForAll(job, reader, wish);
    if (common && !common.private) {
        return () => Promise.resolve(common);
    }
    const byMaker = new Map<string, Promise<Report | undefined>>();
    return async (watch) => {
        const ctx = await job.as({ userId: watch.by, roomId: watch.roomId });
        // Whoever has left the room lends it their eyes no more.
        if (!ctx || !(await ctx.workspace.mayRead(watch.roomId))) {
            return undefined;
        }
        const reading = byMaker.get(watch.by) ?? readAs(job, ctx, { reader, wish });
        byMaker.set(watch.by, reading);
        return reading;
    };
}

/** As the workspace's account sees it, or nobody: what is not private there, everybody may see. undefined when it sees nothing. Throws HubError. */
export const readForAll = (job: JobCtx, reader: ReportReader, wish: ReportWish): Promise<Report | undefined> => readWith(reader, toolsOf(job, job.workspaceHub), wish);

async function readAs(job: JobCtx, { hub }: Ctx, { reader, wish }: { readonly reader: ReportReader; readonly wish: ReportWish }): Promise<Report | undefined> {
    return (await hub.identity()) === undefined ? undefined : readWith(reader, toolsOf(job, hub), wish);
}

const toolsOf = (job: JobCtx, hub: ReportTools['hub']): ReportTools => ({ hub, stores: job.stores, clock: () => job.clock() });

async function readWith(reader: ReportReader, tools: ReportTools, wish: ReportWish): Promise<Report | undefined> {
    try {
        return await reader(tools, wish);
    } catch (error) {
        if (error instanceof HubError && REFUSALS.has(error.kind)) {
            return undefined;
        }
        throw error;
    }
}
