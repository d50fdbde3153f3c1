import * as z from 'zod/mini';
import { HubShapeError } from '../errors';

/** The answer as `schema` sees it. Unknown fields pass; a missing required one throws a HubShapeError naming it. */
export function parseShape<S extends z.core.$ZodType>(schema: S, value: unknown, target: string): z.output<S> {
    const result = z.safeParse(schema, value);
    if (result.success) return result.data;
    const issue = deepest(result.error.issues[0]);
    throw new HubShapeError(target, fieldPath(issue?.path ?? []), problem(issue));
}

/** In a union the first alternative's own issue says more than "invalid input". */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
    if (issue?.code !== 'invalid_union') return issue;
    const inner = issue.errors[0]?.[0];
    return inner ? deepest({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

/** `orgs[0].name`. */
function fieldPath(path: readonly PropertyKey[]): string {
    return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

/** Never the value itself: an answer may carry a token. */
function problem(issue: z.core.$ZodIssue | undefined): string {
    if (!issue) return 'invalid';
    return issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.code.replaceAll('_', ' ');
}
