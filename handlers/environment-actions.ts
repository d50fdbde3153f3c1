import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { ANSWER_WITHIN_MS, within, type Timed } from '../context/within';
import { formFor, rulesForm, startForm, type Settled } from '../flows/environment/environment-form';
import { unlock } from '../flows/environment/lock-environment';
import { refusal, targetField, type Refusal } from '../flows/environment/refusal';
import { remove } from '../flows/environment/remove-environment';
import { reviseEnvironment, type Revision } from '../flows/environment/revise-environment';
import { requireAdmin } from '../flows/environment/rights';
import { saveEnvironment } from '../flows/environment/save-environment';
import { HubError, isPassing } from '../services/hub';
import { isEnvironmentName, isNamespace } from '../services/workflows/environment/environment';
import { ENVIRONMENT_FIELDS } from '../ui/environment-form';
import { action, submission, type Action, type Outcome, type Submission } from './action';
import { changesIn, environmentFields, settledIn, startIn, type EnvironmentFields } from './environment-fields';

const nameValue = z.string().check(z.maxLength(32));

const open: Action = action('env.form', z.optional(nameValue), async (ctx, name) => {
    await requireAdmin(ctx, 'env.set', name ?? '');
    return { kind: 'open', surface: name === undefined ? await startForm(ctx) : await formFor(ctx, name) };
});

/** The same, chosen from a list. */
const change: Action = { ...open, id: 'env.change' };

const removal: Action = action('env.remove', nameValue, async (ctx, typed) => {
    const name = await remove(ctx, typed);
    await ctx.whisper({ text: ctx.lang.t('env.removed', { name: `*${name}*` }) }, { replace: true });
    return undefined;
});

const unlocking: Action = action('env.unlock', nameValue, async (ctx, name) => {
    await unlock(ctx, name);
    return undefined;
});

const set: Submission = submission('env.set', environmentFields, async (ctx, given, carried) => {
    const settled = settledIn(carried);
    await requireAdmin(ctx, 'env.set', settled?.name ?? startIn(given).name);
    return settled ? save(ctx, settled, given) : next(ctx, given);
});

export const ENVIRONMENT_ACTIONS: readonly Action[] = [open, change, removal, unlocking];
export const ENVIRONMENT_SUBMISSIONS: readonly Submission[] = [set];

/** From the first step to the second. */
async function next(ctx: Ctx, given: EnvironmentFields): Promise<Outcome> {
    const { name, kind, namespace } = startIn(given);
    if (!isEnvironmentName(name)) {
        return refused(ctx, [refusal('name', { key: 'env.bad.name' })]);
    }
    if (kind === undefined) {
        return refused(ctx, [refusal('kind', { key: 'env.bad.target' })]);
    }
    if (kind === 'endpoint' && !isNamespace(namespace)) {
        return refused(ctx, [refusal('namespace', { key: 'env.bad.namespace' })]);
    }
    return { kind: 'update', surface: await rulesForm(ctx, { name, kind, ...(kind === 'endpoint' && { namespace }) }) };
}

/** Nothing is kept unless all was checked in time: of a form that is answered too late the client says that it failed. */
async function save(ctx: Ctx, settled: Settled, given: EnvironmentFields): Promise<Outcome | undefined> {
    const revision = await reviseSoon(ctx, settled, given);
    if (!revision.inTime) {
        return refused(ctx, [refusal(targetField(settled.kind), { key: 'env.bad.late' })]);
    }
    if (!revision.value.ok) {
        return refused(ctx, revision.value.refusals);
    }
    await ctx.whisper(await saveEnvironment(ctx, revision.value));
    return undefined;
}

/** A Hub that has a problem just now counts as one that answers late. */
async function reviseSoon(ctx: Ctx, settled: Settled, given: EnvironmentFields): Promise<Timed<Revision>> {
    try {
        return await within(ANSWER_WITHIN_MS, () => reviseEnvironment(ctx, settled.name, changesIn(given, settled)));
    } catch (error) {
        if (isPassing(error)) {
            return { inTime: false };
        }
        if (error instanceof HubError) {
            return { inTime: true, value: { ok: false, refusals: [refusal(targetField(settled.kind), { key: 'env.bad.closed' })] } };
        }
        throw error;
    }
}

function refused({ lang }: Ctx, refusals: readonly Refusal[]): Outcome {
    return { kind: 'errors', errors: Object.fromEntries(refusals.map(({ field, sentence: { key, values } }) => [ENVIRONMENT_FIELDS[field], lang.t(key, values)])) };
}
