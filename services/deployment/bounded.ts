import { maskSecrets } from '../safety';

/** What is kept of a list, and how many of it are not. */
export interface Listed<T> {
    readonly items: T[];
    readonly more: number;
}

export function listed<T>(all: readonly T[], limit: number): Listed<T> {
    return { items: all.slice(0, limit), more: Math.max(0, all.length - limit) };
}

/**
 * What others wrote, without secrets: at most `limit` UTF-16 units, with an ellipsis where something was cut off. It is cut after
 * masking, because half a secret is not found; no half of a surrogate pair is left.
 */
export function excerpt(text: string, limit: number): string {
    const masked = maskSecrets(text);
    return masked.length <= limit ? masked : `${masked.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
