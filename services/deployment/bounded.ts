/** What is kept of a list, and how many of it are not. */
export interface Listed<T> {
    readonly items: T[];
    readonly more: number;
}

export function listed<T>(all: readonly T[], limit: number): Listed<T> {
    return { items: all.slice(0, limit), more: Math.max(0, all.length - limit) };
}

/** At most `limit` UTF-16 units, with an ellipsis where something was cut off; no half of a surrogate pair is left. */
export function shorten(text: string, limit: number): string {
    return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
