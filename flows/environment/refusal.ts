import type { Sentence } from '../../context/user-error';
import type { EnvironmentChanges } from '../../services/workflows/environment/changes';
import type { Environment, Problem, TargetKind } from '../../services/workflows/environment/environment';

export type EnvironmentField = 'name' | keyof EnvironmentChanges;

/** Why a wish is refused, and which field it is about. */
export interface Refusal {
    readonly field: EnvironmentField;
    readonly sentence: Sentence;
}

/** What was looked up, or why it is refused; neither when it was not asked for. */
export interface Checked<T> {
    readonly value?: T;
    readonly refusal?: Refusal;
}

export const refusal = (field: EnvironmentField, sentence: Sentence): Refusal => ({ field, sentence });

/** What a value has to look like, for those that its shape alone refuses. */
const SHAPES: Readonly<Record<Exclude<EnvironmentField, 'kind' | 'selfApproval' | 'strict'>, Sentence>> = {
    name: { key: 'env.bad.name' },
    namespace: { key: 'env.bad.namespace' },
    endpoint: { key: 'env.bad.endpoint' },
    hardware: { key: 'env.bad.hardware' },
    minReplica: { key: 'env.bad.number', values: { min: 0, max: 10 } },
    maxReplica: { key: 'env.bad.number', values: { min: 1, max: 10 } },
    space: { key: 'env.bad.space' },
    variable: { key: 'env.bad.variable' },
    ref: { key: 'env.bad.ref' },
    approvals: { key: 'env.bad.number', values: { min: 1, max: 10 } },
    roles: { key: 'env.bad.many', values: { max: 10 } },
    reviewers: { key: 'env.bad.many', values: { max: 10 } },
    gates: { key: 'env.bad.gates' },
    expiryHours: { key: 'env.bad.number', values: { min: 1, max: 720 } },
    after: { key: 'env.bad.name' },
};

const isShaped = (field: PropertyKey | undefined): field is keyof typeof SHAPES => typeof field === 'string' && field in SHAPES;

/** From the path of what the schema did not take: `roles.3` or `target.hardware.vendor`. */
export function badShape(path: readonly PropertyKey[]): Refusal {
    const [first, second] = path;
    const field = first === 'target' ? second : first;
    return isShaped(field) ? refusal(field, SHAPES[field]) : refusal('kind', { key: 'env.bad.target' });
}

/** What cannot work together, or beside the other environments. */
export function asRefusal(problem: Problem, environment: Environment): Refusal {
    return refusal(problemField(problem, environment), { key: `env.problem.${problem.code}`, values: { name: environment.name, other: problem.other ?? '' } });
}

/** The field that names the target. */
export const targetField = (kind: TargetKind): EnvironmentField => (kind === 'endpoint' || kind === 'space' ? kind : 'ref');

function problemField({ field, code }: Problem, { target }: Environment): EnvironmentField {
    if (code === 'replicas') {
        return 'maxReplica';
    }
    return field === 'target' ? targetField(target.kind) : field === 'v' ? 'name' : field;
}
