import type { Ctx } from '../../context/ctx';
import { commitPush } from './commit-push';
import { lookAtFile } from './look-at-file';
import { makePlan } from './make-plan';
import { makeRepo } from './make-repo';
import { ProgressNote } from './progress-note';
import { agreedFiles, type PushFile } from './push-files';
import { endPush, notePush, type Confirmed, type Planned, type Push } from './push-record';
import { repoNow, requirePushRights } from './repo-now';
import { requireRoles } from './require-roles';
import { sendFile } from './send-file';
import { MESSAGE, stepOf, viewOf } from './show-push';

/** What a push needs next: a look at a file, the plan, the repository, a file sent, the commit. Throws UserError and HubError. */
export function takeStep(ctx: Ctx, push: Push): Promise<void> {
    const { planned, confirmed } = push;
    if (!planned) {
        return look(ctx, push);
    }
    return confirmed ? carryOut(ctx, push, { planned, confirmed }) : Promise.resolve();
}

/** Rights first: nobody waits for a look at files that may go nowhere. */
async function look(ctx: Ctx, push: Push): Promise<void> {
    const { id, files, looked, wish } = push;
    if (looked.size === 0) {
        await requirePushRights(ctx, wish, await repoNow(ctx, wish));
    }
    const index = files.findIndex((_file, place) => !looked.has(place));
    const file = files[index];
    if (file) {
        await notePush(ctx, id, { type: 'looked', data: await lookAtFile(ctx, { file, index, type: wish.type }) });
        return;
    }
    await notePush(ctx, id, { type: 'planned', data: await makePlan(ctx, push) });
}

async function carryOut(ctx: Ctx, push: Push, { planned, confirmed }: { readonly planned: Planned; readonly confirmed: Confirmed }): Promise<void> {
    const parent = planned.head ?? push.created?.head;
    if (parent === undefined) {
        await requireRoles(ctx, confirmed);
        return makeRepo(ctx, push, planned);
    }
    const { files } = agreedFiles(push);
    const next = files.find(({ path }) => !push.uploaded.has(path));
    if (next) {
        await requireRoles(ctx, confirmed);
        return send(ctx, push, { file: next, revision: parent });
    }
    if (files.every(({ path }) => push.uploaded.get(path) === 'ignored')) {
        return endPush(ctx, push.id, { end: 'ignored' });
    }
    return commitPush(ctx, push, { confirmed, parent });
}

async function send(ctx: Ctx, push: Push, { file, revision }: { readonly file: PushFile; readonly revision: string }): Promise<void> {
    const step = stepOf(push);
    const messageId = push.posts.posted.get(MESSAGE);
    const progress = new ProgressNote(ctx, (done) => (step.kind === 'sending' && messageId !== undefined ? ctx.edit(messageId, viewOf(ctx, push, { ...step, bytes: { done, all: file.size } })) : Promise.resolve()));
    try {
        const mode = await sendFile(ctx, file, { wish: push.wish, revision, onProgress: (done) => progress.note(done) });
        await notePush(ctx, push.id, { type: 'uploaded', data: { round: push.round, path: file.path, mode } });
    } finally {
        await progress.settle();
    }
}
