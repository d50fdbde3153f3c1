import { createHash } from 'crypto';
import type { Ctx } from '../../context/ctx';
import { UserError, UserQuestion } from '../../context/user-error';
import { manifestName, namingCommand } from '../../services/workflows/transfer/pull-manifest';
import { uniqueNames } from '../../services/workflows/transfer/what-to-post';
import { record } from '../audit/record';
import { mayTakeUnsafe } from '../files/rights';
import type { PlannedFile, PullPlan } from './plan-pull';
import { cancelRecord, GIVE_UP_MS, loadPull, openPull, type Pull } from './pull-record';
import type { PullWish } from './pull-wish';

/** The kind of due item whose subject is a pull's id. */
export const PULL_WORK = 'pull';

/** Whether the plan holds files that only some may take, who then have to type the repository's name. */
export const isRisky = ({ take }: PullPlan): boolean => take.some(({ risk }) => risk !== undefined);

/** Throws a UserError for whoever may not take files that can run code. */
export async function requireUnsafeRight(ctx: Ctx): Promise<void> {
    if (!(await mayTakeUnsafe(ctx))) {
        throw new UserError({ key: 'pull.unsafe.rights', values: { roles: ctx.settings.unsafeRoles.join(', ') } });
    }
}

/** Lets a job pull what was planned. Its record comes first, so that a kill at any line loses nothing. Throws UserError. */
export async function startPull(ctx: Ctx, plan: PullPlan): Promise<void> {
    requireDiscretion(ctx, plan);
    if (isRisky(plan)) {
        await requireUnsafeRight(ctx);
    }
    const id = await idFor(ctx, plan);
    const { user: { id: userId, username }, room, threadId } = ctx;
    const files = plan.take.map(storedFile);
    const place = { roomId: room.id, ...(threadId !== undefined && { threadId }) };
    const opened = { by: { id: userId, username }, ...place, wish: plan.wish, repo: plan.repo, files, ...(await manifestOf(ctx, plan)) };
    if (isRisky(plan)) {
        // Before the pull is there: whoever presses again after a kill only wakes it.
        await recordUnsafe(ctx, id, plan);
    }
    await openPull(ctx, id, opened);
    await wake(ctx, id);
}

/** Once for each person whose press it was. */
async function recordUnsafe(ctx: Ctx, id: string, { repo, take }: PullPlan): Promise<void> {
    const details = { files: take.filter(({ risk }) => risk !== undefined).map(({ path }) => path).join(', ').slice(0, MAX_RECORDED) };
    await record(ctx, { id: `pull-unsafe:${id}:${ctx.user.id}`, by: ctx.user.id, what: 'pull.unsafe', subject: repo.id, sha: repo.sha, roomId: ctx.room.id, result: 'done', details });
}

/**
 * Two presses of one button are one pull: until it has ended, the same files at the same commit go to the same place under one id. No id
 * comes twice, since a span of time is part of it: a pull is over within one, and an ended one is remembered for longer than two.
 * Throws UserError.
 */
async function idFor(ctx: Ctx, plan: PullPlan): Promise<string> {
    const span = Math.floor(ctx.clock() / GIVE_UP_MS);
    await freeId(ctx, plan, span - 1);
    // It may have been begun by a server whose clock is ahead.
    await freeId(ctx, plan, span + 1);
    return freeId(ctx, plan, span);
}

/** The first id of this span of time that was not taken. Throws a UserError when a pull under one of them is not over. */
async function freeId(ctx: Ctx, { repo, take }: PullPlan, span: number): Promise<string> {
    const what = [ctx.room.id, ctx.threadId ?? '', repo.type, repo.id, repo.sha, ...take.map(({ path }) => path)];
    for (let before = 0; ; before += 1) {
        const id = createHash('sha256').update(JSON.stringify([...what, span, before])).digest('hex').slice(0, ID_LENGTH);
        const known = await loadPull(ctx, id);
        if (!known) {
            return id;
        }
        if (!known.ended) {
            // Whoever began it may have died before this.
            await wake(ctx, id);
            throw new UserError({ key: 'pull.running' });
        }
    }
}

const ID_LENGTH = 24;

/** Of the names of files on record, UTF-16 units. */
const MAX_RECORDED = 1_000;

const storedFile = ({ path, size, sha256, gitBlob, name, risk }: PlannedFile): Pull['files'][number] => ({
    path, size, ...(sha256 !== undefined && { sha256 }), ...(gitBlob !== undefined && { gitBlob }), ...(name !== undefined && { name }), ...(risk !== undefined && { risk }),
});

/** There is one when not all files are posted and the room takes files at all. Throws a UserError where the names of all would have to go without one. */
async function manifestOf(ctx: Ctx, { repo, take }: PullPlan): Promise<Pick<Pull, 'manifest'>> {
    const rest = take.filter(({ name }) => name === undefined);
    if (rest.length === 0) {
        return {};
    }
    if ((await ctx.files.limit()) === 0) {
        if (namingCommand(repo, rest) === undefined) {
            throw new UserError({ key: 'pull.no_manifest', values: { n: rest.length } }, { key: 'pull.narrow' });
        }
        return {};
    }
    const names = take.flatMap(({ name }) => name ?? []);
    return { manifest: uniqueNames([...names, manifestName(repo)]).at(-1) };
}

/** Everybody in the room may stop a pull; the job sees it within a second or two. Throws UserError. */
export async function cancelPull(ctx: Ctx, id: string): Promise<void> {
    const pull = await pullHere(ctx, id);
    if (!pull.ended) {
        await cancelRecord(ctx, pull.id, ctx.user.username);
        await wake(ctx, pull.id);
    }
}

/** What is left of an ended pull, at the same commit, as a wish of whoever asks for it. Throws UserError. */
export async function wishForRest(ctx: Ctx, id: string): Promise<PullWish> {
    const pull = await pullHere(ctx, id);
    if (!pull.ended) {
        throw new UserError({ key: 'pull.running' });
    }
    const left = pull.files.filter(({ name }, index) => name !== undefined && pull.settled.get(index)?.outcome !== 'posted');
    const wish = { ...pull.wish, revision: pull.repo.sha };
    if (left.length === 0 && pull.files.every(({ name }) => name !== undefined)) {
        throw new UserError({ key: 'pull.all_posted' });
    }
    // As long as nothing was posted, the wish says it as well, and shorter.
    return left.length === pull.files.length ? wish : { ...wish, files: left.map(({ path }) => path) };
}

/** The id comes from a client: a pull of another room is none. */
async function pullHere(ctx: Ctx, id: string): Promise<Pull> {
    const pull = await loadPull(ctx, id);
    if (pull?.roomId !== ctx.room.id) {
        throw new UserError({ key: 'pull.unknown' });
    }
    return pull;
}

/** Throws a UserQuestion where everybody would see what only some may. */
function requireDiscretion({ room }: Ctx, { wish, hidden, repo }: PullPlan): void {
    if (room.public && hidden && wish.shown !== true) {
        const anyway = { actionId: 'pull.run', value: JSON.stringify({ ...wish, shown: true }), label: { key: 'pull.private.button' as const } };
        throw new UserQuestion({ key: 'pull.private', values: { repo: repo.id } }, anyway, { key: 'pull.private.hint' });
    }
}

async function wake(ctx: Ctx, id: string): Promise<void> {
    const at = ctx.clock();
    await ctx.stores.due.schedule({ kind: PULL_WORK, subject: id, at });
    await ctx.wakeAt(at);
}
