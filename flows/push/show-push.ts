import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import { pagePath } from '../../services/hub';
import { pushView, type PushStep, type ShownPlan, type ShownPush } from '../../ui/push-view';
import type { View } from '../../ui/view';
import { postOnce } from '../post-once';
import { agreedFiles, committedFiles, plannedFiles } from './push-files';
import { noteDrawn, type Push } from './push-record';

/** By which the message of a push is known among its facts. */
export const MESSAGE = 'message';

type Reader = Pick<Ctx, 'lang' | 'settings' | 'room'>;
type Speaker = Reader & Pick<Ctx, 'say' | 'edit' | 'workspace' | 'stores' | 'log'>;

/**
 * Posts the message of a push, or edits it when it does not show this yet. Returns its id. Somebody may have deleted the message: an edit
 * that fails does not keep a push from what was agreed to.
 */
export async function showPush(ctx: Speaker, push: Push, step: PushStep = stepOf(push)): Promise<string> {
    const { id, posts, drawn, progress } = push;
    const view = viewOf(ctx, push, step);
    const isPosted = posts.posting.size > 0;
    const messageId = await postOnce(ctx, posts, { key: MESSAGE, view });
    const state = `drawn:${progress}:${step.kind}`;
    // One that is new shows it; one that was posted before, by a process that was killed even, may show less.
    if (isPosted && !drawn.has(state)) {
        try {
            await ctx.edit(messageId, view);
        } catch (error) {
            logFailure(ctx.log, error, messageId);
        }
        await noteDrawn(ctx, id, state);
    }
    return messageId;
}

/** What the facts say; that Hugging Face does not answer is known only to who has asked. */
export function stepOf(push: Push): PushStep {
    const { committed, ended, looked, files, confirmed, uploaded, round } = push;
    if (committed) {
        const { oid, url, pullRequestUrl } = committed;
        const agreed = new Set(agreedFiles(push).files.map(({ path }) => path));
        const refused = plannedFiles(push).flatMap(({ path, change }) => (change === 'refused' && !agreed.has(path) ? [path] : []));
        return { kind: 'done', files: committedFiles(push).length, oid, url, pullRequestUrl, refused, ignored: [...uploaded].flatMap(([path, mode]) => (mode === 'ignored' ? [path] : [])) };
    }
    if (ended) {
        return { kind: 'ended', end: ended.end, words: ended.words };
    }
    if (!push.planned) {
        return { kind: 'looking', done: Math.min(looked.size, files.length) };
    }
    return confirmed ? { kind: 'sending', done: uploaded.size, of: agreedFiles(push).files.length } : { kind: 'review', moved: round > 0 };
}

/** The message of a push, for everybody in the room. */
export const viewOf = (ctx: Reader, push: Push, step: PushStep): View => pushView({ ...shownPush(ctx, push, step), quiet: ctx.room.public && isHidden(push) }, ctx.lang);

/** The same for its maker alone, who may see everything. */
export const detailsOf = (ctx: Pick<Reader, 'lang' | 'settings'>, push: Push): View => ({ text: pushView({ ...shownPush(ctx, push, stepOf(push)), quiet: false }, ctx.lang).text });

/** A private repository that is there already: not everybody may see what it holds. */
const isHidden = ({ planned }: Push): boolean => planned?.head !== undefined && planned.private;

const shownPush = ({ settings }: Pick<Ctx, 'settings'>, push: Push, step: PushStep): Omit<ShownPush, 'quiet'> => (
    { id: push.id, by: push.by.username, repo: push.wish.repo, url: `${settings.hubUrl}${pagePath({ type: push.wish.type, id: push.wish.repo })}`, step, ...shownPlan(push) }
);

export function shownPlan(push: Push): ShownPlan {
    const { planned, repeated, files, looked } = push;
    const known = new Map(plannedFiles(push).map((file) => [file.path, file]));
    return {
        files: files.map(({ path, size }) => {
            const file = known.get(path);
            return { path, size, change: planned && file?.change, objections: file?.objections ?? [], imports: file?.looked.imports ?? [], problem: file?.looked.problem };
        }),
        findings: [...looked.values()].flatMap(({ findings }) => findings.map(({ line, ...finding }) => ({ ...finding, ...(line !== undefined && { line }) }))),
        repeated,
        ...(planned && planned.head === undefined && { makes: planned.private ? 'private' as const : 'public' as const }),
        card: planned?.card !== undefined,
    };
}
