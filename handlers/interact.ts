import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { LINK_ACTION } from '../ui/blocks';
import { StaleClickError, type Action, type Outcome, type Submission } from './action';
import { ACTIONS, SUBMISSIONS } from './index';

/** A click on a button or a choice in a select. */
export async function interact(ctx: Ctx, click: { readonly actionId: string; readonly value: string | undefined }): Promise<Outcome | undefined> {
    if (click.actionId.startsWith(LINK_ACTION)) {
        return undefined;
    }
    return friendly(() => find(ACTIONS, click.actionId).run(ctx, click.value));
}

/** A submitted form. The surface id is `<feature>.<verb>` or `<feature>.<verb>:<subject>`. */
export async function submit(ctx: Ctx, form: { readonly surfaceId: string; readonly fields: Readonly<Record<string, unknown>>; readonly carried?: string | undefined }): Promise<Outcome | undefined> {
    const [id = '', ...subject] = form.surfaceId.split(':');
    return friendly(() => find(SUBMISSIONS, id).run(ctx, form.fields, form.carried ?? subject.join(':')));
}

function find<T extends Action | Submission>(table: readonly T[], id: string): T {
    const found = table.find((entry) => entry.id === id);
    if (!found) {
        throw new StaleClickError(id);
    }
    return found;
}

async function friendly(work: () => Promise<Outcome | undefined>): Promise<Outcome | undefined> {
    try {
        return await work();
    } catch (error) {
        throw error instanceof StaleClickError ? new UserError({ key: 'error.stale_click' }) : error;
    }
}
