/** Longer cursors than any the Hub makes; what a client hands back is bounded by it as well. */
export const MAX_CURSOR_LENGTH = 4_000;

/**
 * The cursor of the next page from `Link: <url>; rel="next"`: the URL's `cursor` parameter where there is one, else
 * its whole query with a leading `?` (page-numbered lists).
 * Source: RFC 8288 and https://huggingface.co/docs/hub/api.
 */
export function nextCursor(link: string | null, requestUrl: string): string | undefined {
    const target = nextTarget(link);
    if (target === undefined || !URL.canParse(target, requestUrl)) return undefined;
    const { search, searchParams } = new URL(target, requestUrl);
    const cursor = searchParams.get('cursor') ?? search;
    return cursor === '' || cursor.length > MAX_CURSOR_LENGTH ? undefined : cursor;
}

function nextTarget(link: string | null): string | undefined {
    // Split between links only: a URL may hold commas and semicolons itself.
    for (const match of (link ?? '').matchAll(/<([^<>]{1,8000})>([^<]{0,1000})/g)) {
        const [, target, parameters = ''] = match;
        if (/;\s*rel\s*=\s*"?(?:[\w-]+ )*next\b/i.test(parameters)) return target;
    }
    return undefined;
}
