import * as z from 'zod/mini';

const name = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/));
/** A user or organisation of Hugging Face; it becomes part of a path. */
const namespace = z.string().check(z.regex(/^[A-Za-z0-9](?:[\w.-]{0,94}[A-Za-z0-9])?$/));
/** What git takes for a branch or tag (git-check-ref-format), in plain letters, and nothing below refs/, where Hugging Face keeps pull requests. */
const ref = z.string().check(z.regex(/^(?!refs\/)(?!.*(?:\.\.|\/\/|\/\.|\.lock$))\w(?:[\w./-]{0,98}\w)?$/));
const username = z.string().check(z.minLength(1), z.maxLength(100));
const repoId = z.string().check(z.maxLength(200), z.regex(/^[\w.-]+\/[\w.-]+$/));

const hardware = z.object({ vendor: z.string(), region: z.string(), accelerator: z.string(), instanceType: z.string(), instanceSize: z.string() });
export type EnvironmentHardware = z.infer<typeof hardware>;

/** Where a deployed commit goes. */
const target = z.discriminatedUnion('kind', [
    /** An Inference Endpoint: moved to the revision, or made on this hardware where there is none. */
    z.object({
        kind: z.literal('endpoint'), namespace, endpoint: z.string().check(z.regex(/^[a-z0-9-]{1,32}$/)), hardware,
        minReplica: z.int().check(z.nonnegative(), z.maximum(10)), maxReplica: z.int().check(z.positive(), z.maximum(10)),
    }),
    /** A Space: this variable is set to the sha, and the Space starts anew. */
    z.object({ kind: z.literal('space'), space: repoId, variable: z.string().check(z.regex(/^[a-zA-Z][_a-zA-Z0-9]*$/), z.maxLength(100)) }),
    /** A branch or tag of the model's own repository, put on the commit. */
    z.object({ kind: z.enum(['branch', 'tag']), ref }),
]);

export const TARGET_KINDS = ['endpoint', 'space', 'branch', 'tag'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export const GATES = ['security', 'card', 'license', 'evals'] as const;
export type Gate = (typeof GATES)[number];

/** What an admin sets for one environment. Stored, so `v` counts its shape. */
export const environmentSchema = z.object({
    v: z.literal(1),
    name,
    target,
    /** Different people who have to say yes. */
    approvals: z.int().check(z.positive(), z.maximum(10)),
    /** At least one yes from somebody with each of these roles of the workspace. */
    roles: z.array(z.string()).check(z.maxLength(10)),
    /** A yes from each of these, by username. */
    reviewers: z.array(username).check(z.maxLength(10)),
    selfApproval: z.boolean(),
    /** A strict one waits until its gates are green; in any other they only warn. */
    strict: z.boolean(),
    gates: z.array(z.enum(GATES)),
    /** Hours until a request that is not decided ends. */
    expiryHours: z.int().check(z.positive(), z.maximum(24 * 30)),
    /** The commit has to be live in this environment first. */
    after: z.optional(name),
});

export type Environment = z.infer<typeof environmentSchema>;
export type Target = Environment['target'];

export type EnvironmentProblem =
    | 'strict-needs-two' | 'strict-self-approval' | 'strict-without-gates' | 'more-reviewers-than-approvals' | 'replicas' | 'default-branch' | 'after-itself' | 'after-unknown' | 'after-circle' | 'same-target';

export interface Problem {
    readonly field: keyof Environment;
    readonly code: EnvironmentProblem;
    /** The other environment that it is about. */
    readonly other?: string;
}

/** Why these settings cannot work together, or beside the other environments; empty when they can. */
export function problemsOf(environment: Environment, others: readonly Environment[]): Problem[] {
    const rest = others.filter((other) => other.name !== environment.name);
    return [...strictness(environment), ...replicas(environment.target), ...defaultBranch(environment.target), ...order(environment, rest), ...sharedTarget(environment, rest)];
}

function strictness({ strict, approvals, selfApproval, gates, reviewers }: Environment): Problem[] {
    return [
        ...(strict && approvals < 2 ? [{ field: 'approvals', code: 'strict-needs-two' } as const] : []),
        ...(strict && selfApproval ? [{ field: 'selfApproval', code: 'strict-self-approval' } as const] : []),
        ...(strict && gates.length === 0 ? [{ field: 'gates', code: 'strict-without-gates' } as const] : []),
        ...(new Set(reviewers).size > approvals ? [{ field: 'reviewers', code: 'more-reviewers-than-approvals' } as const] : []),
    ];
}

const replicas = (wanted: Target): Problem[] => (wanted.kind === 'endpoint' && wanted.minReplica > wanted.maxReplica ? [{ field: 'target', code: 'replicas' }] : []);

/** Commits are made on the default branch, `main` at Hugging Face: putting it on an older one would take later work off it. */
const defaultBranch = (wanted: Target): Problem[] => (wanted.kind === 'branch' && wanted.ref === 'main' ? [{ field: 'target', code: 'default-branch' }] : []);

/** Promotion goes from one environment to the next and ends somewhere. */
function order({ name: own, after }: Environment, others: readonly Environment[]): Problem[] {
    if (after === undefined) {
        return [];
    }
    if (after === own) {
        return [{ field: 'after', code: 'after-itself' }];
    }
    const before = new Map(others.map((other) => [other.name, other.after]));
    if (!before.has(after)) {
        return [{ field: 'after', code: 'after-unknown', other: after }];
    }
    const seen = new Set([own]);
    for (let step: string | undefined = after; step !== undefined; step = before.get(step)) {
        if (seen.has(step)) {
            return [{ field: 'after', code: 'after-circle', other: step }];
        }
        seen.add(step);
    }
    return [];
}

/** Two environments on one target would overwrite each other. */
function sharedTarget({ target: wanted }: Environment, others: readonly Environment[]): Problem[] {
    const key = targetKey(wanted);
    return others.filter((other) => targetKey(other.target) === key).map((other) => ({ field: 'target', code: 'same-target', other: other.name }));
}

/** Equal for targets that are the same thing at Hugging Face. */
export function targetKey(wanted: Target): string {
    switch (wanted.kind) {
        case 'endpoint':
            return `endpoint ${wanted.namespace}/${wanted.endpoint}`;
        case 'space':
            return `space ${wanted.space.toLowerCase()} ${wanted.variable}`;
        case 'branch':
        case 'tag':
            return `${wanted.kind} ${wanted.ref}`;
    }
}

/** `aws/us-east-1/nvidia-l4/x1`, as people write hardware. */
export const hardwareId = ({ vendor, region, instanceType, instanceSize }: Omit<EnvironmentHardware, 'accelerator'>): string => [vendor, region, instanceType, instanceSize].join('/');

const RULE_FIELDS = ['target', 'approvals', 'roles', 'reviewers', 'selfApproval', 'strict', 'gates', 'expiryHours', 'after'] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

/** The settings in which the two differ; without one before, those that are set. */
export function changedFields(before: Environment | undefined, after: Environment): RuleField[] {
    return RULE_FIELDS.filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after[field]));
}

export const isEnvironmentName = (text: string): boolean => name.safeParse(text).success;
export const isNamespace = (text: string): boolean => namespace.safeParse(text).success;
