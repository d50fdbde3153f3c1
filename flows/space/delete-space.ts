import type { Ctx } from '../../context/ctx';
import { deleteRepo, spaceInfo } from '../../services/hub';
import { spaceDeletedView, spaceDeleteForm } from '../../ui/space-delete-form';
import type { Surface, View } from '../../ui/view';
import { noticeChange } from '../watching/notice-change';
import { mayBeTold, toldInPrivate } from './discreet';
import { onRecord } from './on-record';

/** The Space under its real id, as far as the caller may see it. Throws HubError. */
export async function deletable({ hub }: Pick<Ctx, 'hub'>, id: string): Promise<{ readonly id: string; readonly private: boolean }> {
    const { value } = await spaceInfo(hub, { id });
    return { id: value.id, private: value.private !== false };
}

/**
 * Deletes the Space for good, puts it on record and tells the room. Its id was typed in full: one that has another name by now is asked
 * for anew. Returns what the caller sees. Throws UserError and HubError.
 */
export async function deleteSpace(ctx: Ctx, typed: string): Promise<View | Surface> {
    const space = await deletable(ctx, typed);
    if (space.id !== typed) {
        return spaceDeleteForm(space.id, ctx.lang);
    }
    await onRecord(ctx, { what: 'space.deleted', subject: space.id }, () => deleteRepo(ctx.hub, { type: 'space', id: space.id }));
    ctx.hub.forget(space.id);
    await noticeChange(ctx, { repo: { type: 'space', id: space.id }, thing: { kind: 'repo' } });
    const fact = spaceDeletedView({ space: space.id, by: ctx.user.username }, ctx.lang);
    if (!mayBeTold(ctx, space)) {
        return toldInPrivate(ctx, fact);
    }
    await ctx.say(fact);
    return { text: ctx.lang.t('space.done') };
}
