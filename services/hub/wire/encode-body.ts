import { ownBytes } from './own-bytes';

export interface EncodedBody {
    body?: string | Uint8Array<ArrayBuffer>;
    /** What the body says of itself; a header set by the caller wins. */
    contentType?: string;
}

/** The body of a typed call: JSON, unless it is a form, text or bytes already. */
export function encodeBody(body: unknown): EncodedBody {
    if (body === undefined) return {};
    if (typeof body === 'string') return { body, contentType: 'text/plain;charset=UTF-8' };
    if (body instanceof Uint8Array) return { body: ownBytes(body), contentType: 'application/octet-stream' };
    if (body instanceof URLSearchParams) return { body: body.toString(), contentType: 'application/x-www-form-urlencoded' };
    return { body: JSON.stringify(body), contentType: 'application/json' };
}

/** Anything `fetch` accepts as a body, in memory: carriers take text and bytes. */
export async function encodeFetchBody(body: BodyInit | null | undefined): Promise<EncodedBody> {
    if (body === null || body === undefined) return {};
    if (typeof body === 'string') return { body, contentType: 'text/plain;charset=UTF-8' };
    if (body instanceof Uint8Array) return { body: ownBytes(body) };
    // Response knows every kind of body and the content type that goes with it.
    const wrapped = new Response(body);
    const bytes = new Uint8Array(await wrapped.arrayBuffer());
    return { body: bytes, contentType: wrapped.headers.get('content-type') ?? undefined };
}
