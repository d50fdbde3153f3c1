import type { Environment, EnvironmentHardware, Target, TargetKind } from './environment';

/** What an admin asks for, as it was typed or chosen; what is not given stays as it is. Nothing of it is checked yet. */
export interface EnvironmentChanges {
    readonly kind?: TargetKind;
    /** The Hugging Face account of an endpoint. */
    readonly namespace?: string;
    readonly endpoint?: string;
    /** `aws/us-east-1/nvidia-l4/x1` */
    readonly hardware?: string;
    readonly minReplica?: number;
    readonly maxReplica?: number;
    readonly space?: string;
    readonly variable?: string;
    readonly ref?: string;
    readonly approvals?: number;
    readonly roles?: readonly string[];
    readonly reviewers?: readonly string[];
    readonly selfApproval?: boolean;
    readonly strict?: boolean;
    readonly gates?: readonly string[];
    readonly expiryHours?: number;
    /** Empty for none. */
    readonly after?: string;
}

/** The rules that a new environment begins with. */
const NEW_RULES: Omit<EnvironmentDraft, 'name' | 'target'> = { approvals: 1, roles: [], reviewers: [], selfApproval: false, strict: false, gates: ['security', 'card'], expiryHours: 48 };

/** What a new target begins with, where that can be guessed. */
const NEW_TARGETS = { minReplica: 0, maxReplica: 1, variable: 'MODEL_REVISION' } as const;

/** Whether enough is given to make the target of a new environment. */
export function namesTarget({ kind, namespace, endpoint, hardware, space, ref }: EnvironmentChanges): boolean {
    switch (kind) {
        case 'endpoint':
            return Boolean(namespace && endpoint && hardware);
        case 'space':
            return Boolean(space);
        case 'branch':
        case 'tag':
            return Boolean(ref);
        case undefined:
            return false;
    }
}

/** A target that is still to be checked: parts may be missing or malformed. */
export type TargetWish =
    | { readonly kind: 'endpoint'; readonly namespace: string; readonly endpoint: string; readonly hardware: EnvironmentHardware | undefined; readonly minReplica: number; readonly maxReplica: number }
    | { readonly kind: 'space'; readonly space: string; readonly variable: string }
    | { readonly kind: 'branch' | 'tag'; readonly ref: string };

/** An environment that is still to be checked. */
export interface EnvironmentDraft extends Pick<Environment, 'name' | 'approvals' | 'selfApproval' | 'strict' | 'expiryHours' | 'after'> {
    /** Undefined when it is not even said of which kind it is. */
    readonly target?: TargetWish;
    readonly roles: readonly string[];
    readonly reviewers: readonly string[];
    readonly gates: readonly string[];
}

/** What was set before, or what a new environment begins with, with the changes in it. */
export function draftOf(name: string, before: Environment | undefined, changes: EnvironmentChanges): EnvironmentDraft {
    const old = before ?? NEW_RULES;
    const target = changedTarget(name, before?.target, changes);
    const after = changes.after ?? old.after;
    return {
        name,
        ...(target && { target }),
        approvals: changes.approvals ?? old.approvals,
        roles: changes.roles ?? old.roles,
        reviewers: changes.reviewers ?? old.reviewers,
        selfApproval: changes.selfApproval ?? old.selfApproval,
        strict: changes.strict ?? old.strict,
        gates: [...new Set(changes.gates ?? old.gates)],
        expiryHours: changes.expiryHours ?? old.expiryHours,
        ...(after && { after }),
    };
}

/** What is not said of a new target is guessed: it is called like the environment. The hardware is the one that was there: another one has to be looked up. */
function changedTarget(name: string, before: Target | undefined, changes: EnvironmentChanges): TargetWish | undefined {
    const kind = changes.kind ?? before?.kind;
    switch (kind) {
        case 'endpoint':
            return changedEndpoint(name, before?.kind === 'endpoint' ? before : undefined, changes);
        case 'space': {
            const old = before?.kind === 'space' ? before : undefined;
            return { kind, space: changes.space ?? old?.space ?? '', variable: changes.variable ?? old?.variable ?? NEW_TARGETS.variable };
        }
        case 'branch':
        case 'tag':
            return { kind, ref: changes.ref ?? (before?.kind === kind ? before.ref : name) };
        case undefined:
            return undefined;
    }
}

function changedEndpoint(name: string, old: Extract<Target, { kind: 'endpoint' }> | undefined, changes: EnvironmentChanges): TargetWish {
    return {
        kind: 'endpoint',
        namespace: changes.namespace ?? old?.namespace ?? '',
        endpoint: changes.endpoint ?? old?.endpoint ?? name,
        hardware: old?.hardware,
        minReplica: changes.minReplica ?? old?.minReplica ?? NEW_TARGETS.minReplica,
        maxReplica: changes.maxReplica ?? old?.maxReplica ?? NEW_TARGETS.maxReplica,
    };
}

const TARGET_FIELDS = {
    endpoint: ['namespace', 'endpoint', 'hardware', 'minReplica', 'maxReplica'],
    space: ['space', 'variable'],
    branch: ['ref'],
    tag: ['ref'],
} as const satisfies Record<TargetKind, readonly (keyof EnvironmentChanges)[]>;
type TargetField = (typeof TARGET_FIELDS)[TargetKind][number];

/** What was given for another kind of target than this one. */
export function strayFields(kind: TargetKind, changes: EnvironmentChanges): TargetField[] {
    const own: readonly TargetField[] = TARGET_FIELDS[kind];
    return [...new Set(Object.values(TARGET_FIELDS).flat())].filter((field) => changes[field] !== undefined && !own.includes(field));
}
