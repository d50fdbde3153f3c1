import type { Ctx } from '../../context/ctx';
import { generateCard } from '../../services/cards';
import { pathsInfo, validateYaml } from '../../services/hub';
import { filesToCommit, pathsToAsk } from '../../services/workflows/transfer/push-plan';
import { CARD_PATH, plannedFiles } from './push-files';
import type { Planned, Push } from './push-record';
import { repoNow, requirePushRights } from './repo-now';

/** Compares the files with the repository as it is at this moment. Throws UserError and HubError. */
export async function makePlan(ctx: Ctx, push: Push): Promise<Planned> {
    const { wish, files, round } = push;
    const repo = { type: wish.type, id: wish.repo };
    const now = await repoNow(ctx, wish);
    await requirePushRights(ctx, wish, now);
    const known = now ? await pathsInfo(ctx.hub, repo, { revision: now.head, paths: [...new Set([...pathsToAsk(files), CARD_PATH])] }) : [];
    const entries = known.map(({ type, path, oid, lfs }) => ({ type, path, ...(oid !== undefined && { oid }), ...(lfs && { lfs: { oid: lfs.oid } }) }));
    const plan = { round, ...(now && { head: now.head }), private: now?.private ?? wish.private, entries };
    const card = await cardFor(ctx, push, plan);
    return { ...plan, ...(card !== undefined && { card }) };
}

/** A card where there is none and none comes; a Space gets its own when it is made. One that the Hub does not take is none. */
async function cardFor({ hub }: Ctx, push: Push, planned: Planned): Promise<string | undefined> {
    const { wish: { type, repo }, files, looked } = push;
    const taken = [...planned.entries, ...files].some(({ path }) => path.toLowerCase() === CARD_PATH.toLowerCase());
    const paths = filesToCommit(plannedFiles({ ...push, planned }), true).map(({ path }) => path);
    if (type === 'space' || taken || paths.length === 0) {
        return undefined;
    }
    const hints = [...looked.values()].flatMap(({ hint }) => hint ?? []);
    const card = generateCard({ repo: { type, id: repo }, paths, hints });
    return (await validateYaml(hub, { content: card, type })).errors.length === 0 ? card : undefined;
}
