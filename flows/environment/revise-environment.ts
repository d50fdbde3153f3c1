import type { Ctx } from '../../context/ctx';
import { draftOf, strayFields, type EnvironmentChanges } from '../../services/workflows/environment/changes';
import { environmentSchema, problemsOf, type Environment } from '../../services/workflows/environment/environment';
import { readEnvironments } from '../environments';
import { checkHardware, checkSpace } from './check-target';
import { findReviewers, findRoles } from './find-people';
import { asRefusal, badShape, refusal, type Refusal } from './refusal';

export type Revision =
    | { readonly ok: true; readonly environment: Environment; readonly before: Environment | undefined }
    | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** What the environment would be with these changes, or why it can't be that. Changes nothing. Throws HubError where Hugging Face can't be asked. */
export async function reviseEnvironment(ctx: Ctx, name: string, changes: EnvironmentChanges): Promise<Revision> {
    const all = (await readEnvironments(ctx)).map(({ environment }) => environment);
    const before = all.find((environment) => environment.name === name);
    const draft = draftOf(name, before, changes);
    const { target } = draft;
    const [hardware, space, roles, reviewers] = await Promise.all([
        checkHardware(ctx, { before: before?.target, target, wanted: changes.hardware }),
        checkSpace(ctx, before?.target, target),
        findRoles(ctx, changes.roles),
        findReviewers(ctx, changes.reviewers),
    ]);
    const parsed = environmentSchema.safeParse({
        ...draft,
        v: 1,
        ...(hardware.value && { target: { ...target, hardware: hardware.value } }),
        ...(roles.value && { roles: roles.value }),
        ...(reviewers.value && { reviewers: reviewers.value }),
    });
    const misfits = target ? strayFields(target.kind, changes).map((field) => refusal(field, { key: 'env.bad.other_kind', values: { kind: target.kind } })) : [];
    const refusals = [...misfits, ...[hardware, space, roles, reviewers].flatMap((checked) => checked.refusal ?? [])];
    if (!parsed.success) {
        return refused([...refusals, ...parsed.error.issues.map(({ path }) => badShape(path))]);
    }
    const environment = parsed.data;
    const problems = [...refusals, ...licenseProblem(ctx, environment), ...problemsOf(environment, all).map((problem) => asRefusal(problem, environment))];
    return problems.length > 0 ? refused(problems) : { ok: true, environment, before };
}

/** One sentence per field is enough, the first: what was looked up says more than the shape. */
function refused(refusals: readonly Refusal[]): Revision {
    return { ok: false, refusals: refusals.filter(({ field }, index) => refusals.findIndex((other) => other.field === field) === index) };
}

/** Without a list nothing would ever pass it. */
function licenseProblem({ settings }: Ctx, { gates }: Environment): Refusal[] {
    return gates.includes('license') && settings.licenseAllowList.length === 0 ? [refusal('gates', { key: 'env.bad.license_list' })] : [];
}
