import * as z from 'zod/mini';
import { settledSchema, type Settled } from '../flows/environment/environment-form';
import type { EnvironmentChanges } from '../services/workflows/environment/changes';
import { TARGET_KINDS, type TargetKind } from '../services/workflows/environment/environment';
import { ENVIRONMENT_FIELDS as F, NO_ENVIRONMENT } from '../ui/environment-form';
import { StaleClickError } from './action';

/** Nothing for a field that was not touched since the form changed: clients keep the values of its first rendering. */
const field = z.nullish(z.string().check(z.maxLength(2000)));
const yesOrNo = z.nullish(z.enum(['yes', 'no']));

/** What comes back from the form for an environment, whichever step it was at. */
export const environmentFields = z.object({
    [F.name]: field, [F.kind]: z.nullish(z.enum(TARGET_KINDS)), [F.namespace]: field,
    [F.endpoint]: field, [F.hardware]: field, [F.minReplica]: field, [F.maxReplica]: field,
    [F.space]: field, [F.variable]: field, [F.ref]: field,
    [F.approvals]: field, [F.roles]: field, [F.reviewers]: field, [F.selfApproval]: yesOrNo,
    [F.strict]: yesOrNo, [F.gates]: field, [F.expiryHours]: field, [F.after]: field,
});
export type EnvironmentFields = z.infer<typeof environmentFields>;

/** What the second step carries; the first one carries nothing. Throws StaleClickError. */
export function settledIn(carried: string): Settled | undefined {
    if (carried === '') {
        return undefined;
    }
    try {
        return settledSchema.parse(JSON.parse(carried));
    } catch {
        // Nobody but a forger sends anything else.
        throw new StaleClickError('env.set');
    }
}

/** The first step's fields. */
export function startIn(given: EnvironmentFields): { readonly name: string; readonly kind: TargetKind | undefined; readonly namespace: string } {
    return { name: text(given[F.name])?.toLowerCase() ?? '', kind: given[F.kind] ?? undefined, namespace: text(given[F.namespace]) ?? '' };
}

/** The second step's fields. */
export function changesIn(given: EnvironmentFields, { kind, namespace }: Settled): EnvironmentChanges {
    const after = text(given[F.after]);
    return {
        kind,
        ...targetIn(given, kind),
        ...(kind === 'endpoint' && { namespace: namespace ?? '' }),
        approvals: number(given[F.approvals]),
        roles: list(given[F.roles]),
        reviewers: list(given[F.reviewers]),
        selfApproval: yes(given[F.selfApproval]),
        strict: yes(given[F.strict]),
        gates: list(given[F.gates])?.map((gate) => gate.toLowerCase()),
        expiryHours: number(given[F.expiryHours]),
        after: after === NO_ENVIRONMENT ? '' : after,
    };
}

/** Clients keep the values of fields that the form does not show any more: only those of this kind count. */
function targetIn(given: EnvironmentFields, kind: TargetKind): EnvironmentChanges {
    switch (kind) {
        case 'endpoint':
            return { endpoint: text(given[F.endpoint]), hardware: text(given[F.hardware]), minReplica: number(given[F.minReplica]), maxReplica: number(given[F.maxReplica]) };
        case 'space':
            return { space: text(given[F.space]), variable: text(given[F.variable]) };
        case 'branch':
        case 'tag':
            return { ref: text(given[F.ref]) };
    }
}

type Given = string | null | undefined;

const text = (value: Given): string | undefined => value?.trim();
const yes = (value: 'yes' | 'no' | null | undefined): boolean | undefined => (value ? value === 'yes' : undefined);
const list = (value: Given): string[] | undefined => value?.split(',').map((item) => item.trim()).filter((item) => item !== '');

/** NaN, which no setting takes, for what is no number. */
function number(value: Given): number | undefined {
    const typed = text(value);
    return typed === undefined ? undefined : /^\d{1,4}$/.test(typed) ? Number(typed) : NaN;
}
