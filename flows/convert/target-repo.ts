import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { listTree } from '../../services/hub';
import { pushWish, type PushWish } from '../../services/workflows/transfer/push-wish';
import { MAIN, repoNow, requirePushRights } from '../push/repo-now';
import type { ConversionPlan } from './conversion-plan';
import type { ConvertWish } from './convert-wish';

/** What people call a conversion of a model. */
export const defaultRepo = (model: string, owner: string, { to }: ConvertWish): string => `${owner}/${model.slice(model.indexOf('/') + 1)}-${to === 'gguf' ? 'GGUF' : 'safetensors'}`;

/** Where the result goes, as it is now. Throws UserError where the user may not write to it, or make it. */
export async function targetRepo(ctx: Ctx, wish: ConvertWish, { id, outputs }: { readonly id: string; readonly outputs: readonly string[] }): Promise<ConversionPlan['repo']> {
    const parsed = pushWish.safeParse({ type: 'model', repo: id, pr: false, private: wish.private });
    if (!parsed.success) {
        throw new UserError({ key: 'error.bad_repo_id', values: { value: id } });
    }
    const target: PushWish = parsed.data;
    const now = await repoNow(ctx, target);
    await requirePushRights(ctx, target, now);
    if (!now) {
        return { id, exists: false, private: wish.private, files: 0, replaced: 0 };
    }
    const { entries } = (await listTree(ctx.hub, { type: 'model', id, revision: MAIN, recursive: true })).value;
    const held = entries.filter(({ type, path }) => type === 'file' && path !== '.gitattributes').map(({ path }) => path);
    return { id, exists: true, private: now.private, files: held.length, replaced: outputs.filter((path) => held.includes(path)).length };
}
