import * as z from 'zod/mini';
import type { Ctx } from '../../context/ctx';
import { ANSWER_WITHIN_MS, within } from '../../context/within';
import { endpointHardware, HubError, isPassing } from '../../services/hub';
import { draftOf, type EnvironmentChanges } from '../../services/workflows/environment/changes';
import { hardwareId, TARGET_KINDS } from '../../services/workflows/environment/environment';
import { environmentStartSurface, environmentRulesSurface, type HardwareOffers } from '../../ui/environment-form';
import type { Surface } from '../../ui/view';
import { findEnvironment, readEnvironments } from '../environments';

/** What the form's first step has settled; its second one carries it. */
export const settledSchema = z.object({ name: z.string(), kind: z.enum(TARGET_KINDS), namespace: z.optional(z.string()) });
export type Settled = z.infer<typeof settledSchema>;

/** The first step: which environment, and what it deploys to. */
export async function startForm(ctx: Ctx, name = ''): Promise<Surface> {
    return environmentStartSurface({ name, namespace: await defaultNamespace(ctx) }, ctx.lang);
}

/** The form for an environment that exists begins with its rules; for any other it begins at the start. */
export async function formFor(ctx: Ctx, name: string): Promise<Surface> {
    const target = (await findEnvironment(ctx, name))?.environment.target;
    return target ? rulesForm(ctx, { name, kind: target.kind, ...(target.kind === 'endpoint' && { namespace: target.namespace }) }) : startForm(ctx, name);
}

/** The second step: where exactly, and by which rules. What is changed already stands in the fields. */
export async function rulesForm(ctx: Ctx, settled: Settled, changes: EnvironmentChanges = {}): Promise<Surface> {
    const { name, kind, namespace } = settled;
    const [all, offers] = await Promise.all([readEnvironments(ctx), kind === 'endpoint' ? hardwareOffers(ctx, namespace ?? '') : undefined]);
    const names = all.map(({ environment }) => environment.name);
    const before = all.find(({ environment }) => environment.name === name)?.environment;
    const draft = draftOf(name, before, { ...changes, kind, ...(namespace !== undefined && { namespace }) });
    const hardware = draft.target?.kind === 'endpoint' && draft.target.hardware ? hardwareId(draft.target.hardware) : undefined;
    return environmentRulesSurface(
        { draft, kind, offers, hardware: changes.hardware ?? hardware, others: names.filter((other) => other !== name), carried: JSON.stringify(settled), hubUrl: ctx.settings.hubUrl },
        ctx.lang,
    );
}

/** The account that endpoints of this user belong to, when none is named. */
export async function defaultNamespace({ stores, user, settings }: Ctx): Promise<string> {
    const { defaultOrg } = await stores.preferences.get(user.id);
    return defaultOrg || settings.defaultOrg;
}

/** What can be had right now. A form can't wait for long, and is of use without it. */
async function hardwareOffers({ hub }: Ctx, namespace: string): Promise<HardwareOffers> {
    try {
        const answer = await within(ANSWER_WITHIN_MS, () => endpointHardware(hub, namespace));
        return answer.inTime ? { state: 'known', offers: answer.value.value.filter(({ available }) => available).map((offer) => ({ ...offer, id: hardwareId(offer) })) } : { state: 'late' };
    } catch (error) {
        if (isPassing(error)) {
            return { state: 'late' };
        }
        if (error instanceof HubError) {
            return { state: 'closed', namespace, says: error.hubMessage };
        }
        throw error;
    }
}
