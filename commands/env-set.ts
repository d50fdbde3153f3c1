import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { defaultNamespace, formFor, rulesForm, startForm } from '../flows/environment/environment-form';
import { reviseEnvironment } from '../flows/environment/revise-environment';
import { requireAdmin } from '../flows/environment/rights';
import { saveEnvironment } from '../flows/environment/save-environment';
import { findEnvironment } from '../flows/environments';
import { namesTarget, type EnvironmentChanges } from '../services/workflows/environment/changes';
import { GATES, isEnvironmentName, isNamespace, TARGET_KINDS } from '../services/workflows/environment/environment';
import { environmentPromptView } from '../ui/environment-view';
import type { Surface } from '../ui/view';
import { command } from './command';
import { choice, flag, integer, optional, repeated, text, type ValuesOf } from './params';
import { suggestEnvironments } from './suggest-environments';

const OPTIONS = {
    target: optional(choice('env.option.target', TARGET_KINDS)),
    name: optional(text('env.option.name')),
    hardware: optional(text('env.option.hardware')),
    'min-replicas': optional(integer('env.option.min_replicas', { min: 0, max: 10 })),
    'max-replicas': optional(integer('env.option.max_replicas', { min: 1, max: 10 })),
    space: optional(text('env.option.space')),
    variable: optional(text('env.option.variable')),
    ref: optional(text('env.option.ref')),
    approvals: optional(integer('env.option.approvals', { min: 1, max: 10 })),
    roles: optional(repeated(text('env.option.roles'))),
    reviewers: optional(repeated(text('env.option.reviewers'))),
    'self-approval': optional(flag('env.option.self_approval')),
    strict: optional(flag('env.option.strict')),
    gates: optional(repeated(choice('env.option.gates', [...GATES, 'none']))),
    expiry: optional(integer('env.option.expiry', { min: 1, max: 720 })),
    after: optional(text('env.option.after')),
};

/** For admins. With all that is needed it sets the environment; otherwise a form asks for the rest. */
export const envSet = command({
    name: 'env set',
    aliases: ['env add'],
    summary: 'env.set.summary',
    example: '/hf env set staging --target branch --ref staging --approvals 1',
    args: { environment: optional(text('env.arg.name')) },
    options: OPTIONS,
    read: false,
    drives: ['inference-endpoints', 'space-repos'],
    run: (ctx, { args, options }) => setEnvironment(ctx, args.environment?.toLowerCase(), changesOf(options)),
    suggest: (ctx, typed) => suggestEnvironments(ctx, typed, 'env set'),
});

async function setEnvironment(ctx: Ctx, name: string | undefined, given: EnvironmentChanges): Promise<Answer | undefined> {
    await requireAdmin(ctx, 'env.set', name ?? '');
    if (name === undefined) {
        return openForm(ctx, await startForm(ctx), undefined);
    }
    if (!isEnvironmentName(name)) {
        throw new UserError({ key: 'env.bad.name' });
    }
    if (Object.values(given).every((value) => value === undefined)) {
        return openForm(ctx, await formFor(ctx, name), name);
    }
    const before = (await findEnvironment(ctx, name))?.environment;
    const kind = given.kind ?? before?.target.kind;
    if (kind === undefined) {
        throw new UserError({ key: 'env.needs_target', values: { name } });
    }
    const changes = { ...given, ...(kind === 'endpoint' && before?.target.kind !== 'endpoint' && { namespace: given.namespace ?? (await defaultNamespace(ctx)) }) };
    if (before?.target.kind === kind || namesTarget(changes)) {
        return save(ctx, name, changes);
    }
    const { namespace } = changes;
    if (namespace !== undefined && !isNamespace(namespace)) {
        throw new UserError({ key: 'env.bad.namespace' });
    }
    return openForm(ctx, await rulesForm(ctx, { name, kind, ...(namespace !== undefined && { namespace }) }, changes), name);
}

async function save(ctx: Ctx, name: string, changes: EnvironmentChanges): Promise<Answer> {
    const revision = await reviseEnvironment(ctx, name, changes);
    if (!revision.ok) {
        const [first, ...more] = revision.refusals.map(({ sentence }) => sentence);
        throw new UserError(first ?? { key: 'env.bad.target' }, ...more);
    }
    return answer(await saveEnvironment(ctx, revision));
}

async function openForm(ctx: Ctx, surface: Surface, name: string | undefined): Promise<Answer | undefined> {
    return (await ctx.open(surface)) ? undefined : answer(environmentPromptView(name, ctx.lang));
}

function changesOf(options: ValuesOf<typeof OPTIONS>): EnvironmentChanges {
    const { target, name, hardware, space, variable, ref, approvals, roles, reviewers, strict, gates, expiry, after } = options;
    return {
        kind: target,
        ...(name !== undefined && accountAndEndpoint(name)),
        hardware, space, variable, ref, approvals, strict,
        minReplica: options['min-replicas'],
        maxReplica: options['max-replicas'],
        roles: unlessNone(roles),
        reviewers: unlessNone(reviewers),
        selfApproval: options['self-approval'],
        gates: unlessNone(gates),
        expiryHours: expiry,
        after: after?.toLowerCase() === NONE ? '' : after?.toLowerCase(),
    };
}

/** Takes away what was there. */
const NONE = 'none';

const unlessNone = (names: readonly string[] | undefined): readonly string[] | undefined => names?.filter((name) => name.toLowerCase() !== NONE);

/** `acme/bert-prod`; without an account it is the one that was there, or the caller's default. */
function accountAndEndpoint(name: string): EnvironmentChanges {
    const [account = '', ...rest] = name.split('/');
    return rest.length > 0 ? { namespace: account, endpoint: rest.join('/') } : { endpoint: account };
}
