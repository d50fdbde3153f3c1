import * as z from 'zod/mini';

/** What an error body says, whichever of the Hub's shapes it has. */
export interface ErrorBody {
    message?: string;
    /** The page of a repository or collection that exists already (409). */
    url?: string;
    /** The OAuth error code, e.g. `authorization_pending`. */
    oauthCode?: string;
}

/** The longest message handed on; the rest of an HTML page helps nobody. */
const MAX_MESSAGE = 500;

const text = z.string();
const bodySchema = z.looseObject({
    error: z.optional(z.union([text, z.array(text), z.looseObject({ message: z.optional(text), code: z.optional(z.union([text, z.number()])) })])),
    error_description: z.optional(text),
    errors: z.optional(z.array(z.union([text, z.looseObject({ message: text })]))),
    message: z.optional(text),
    url: z.optional(text),
});

/**
 * Accepts `{error}` as text, list or object, OAuth's `{error, error_description}`, `{errors: [{message}]}`,
 * `{message}`, and plain text or HTML from a CDN.
 */
export function parseErrorBody(body: string): ErrorBody {
    const json = parseJson(body);
    const parsed = json === undefined ? undefined : z.safeParse(bodySchema, json);
    if (!parsed?.success) return { message: clip(json === undefined ? plainText(body) : body) };
    const { error, error_description: description, errors, message, url } = parsed.data;
    const listed = errors?.map((one) => (typeof one === 'string' ? one : one.message));
    const words = [errorText(error), description, ...(listed ?? []), message].filter((word) => word !== undefined && word !== '');
    return {
        message: clip([...new Set(words)].join('; ')),
        url,
        oauthCode: typeof error === 'string' && /^[a-z]+(?:_[a-z]+)+$/.test(error) ? error : undefined,
    };
}

function errorText(error: z.infer<typeof bodySchema>['error']): string | undefined {
    if (error === undefined || typeof error === 'string') return error;
    if (Array.isArray(error)) return error.join('; ');
    return error.message ?? (error.code === undefined ? undefined : String(error.code));
}

function parseJson(body: string): unknown {
    try {
        return JSON.parse(body);
    } catch {
        return undefined;
    }
}

/** The text of an HTML page, by its title if it has one. */
function plainText(body: string): string {
    const head = body.slice(0, 20_000);
    const title = /<title[^<>]*>([^<]*)<\/title>/i.exec(head)?.[1];
    return (title ?? head.replace(/<[^<>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
}

function clip(message: string): string | undefined {
    if (message === '') return undefined;
    return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message;
}
