import type { Requested } from './fact';

/** The same for the same attempt wherever and how often it is decided, so that it can be carried out once. */
export function executeKey({ id, sha }: Pick<Requested, 'id' | 'sha'>, attempt: number): string {
    return `execute:${id}:${sha}:${attempt}`;
}
