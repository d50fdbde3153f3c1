/**
 * Where the Hugging Face services live. Only these origins ever see a user's token.
 * Source: https://huggingface.co/docs/hub/api, /docs/inference-providers, /docs/inference-endpoints, /docs/dataset-viewer.
 */
export interface HubUrls {
    hub: string;
    router: string;
    endpoints: string;
    viewer: string;
}

export type HubBase = keyof HubUrls;
export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

export const HUGGING_FACE: HubUrls = {
    hub: 'https://huggingface.co',
    router: 'https://router.huggingface.co',
    endpoints: 'https://api.endpoints.huggingface.cloud/v2',
    viewer: 'https://datasets-server.huggingface.co',
};

/** The absolute URL of `path` below one of the bases; an array in the query becomes a repeated parameter. */
export function buildUrl(base: string, path: string, query: Query = {}): string {
    const url = new URL(`${base.replace(/(?<!\/)\/+$/, '')}/${path.replace(/^\/+/, '')}`);
    for (const [name, value] of Object.entries(query)) {
        if (value === undefined) continue;
        for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    }
    return url.href;
}

/** The origins that may see the bearer. */
export function trustedOrigins(urls: HubUrls): ReadonlySet<string> {
    return new Set(Object.values(urls).map((url: string) => new URL(url).origin));
}
