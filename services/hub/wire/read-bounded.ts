import { HubError } from '../errors';

/** Statuses whose Response may not have a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** The same answer with its body in memory, or a HubError `too-large` as soon as it exceeds `maxBytes`. */
export async function readBounded(response: Response, maxBytes: number, target: string): Promise<Response> {
    const declared = Number(response.headers.get('content-length') ?? 0);
    if (declared > maxBytes) {
        await response.body?.cancel();
        throw tooLarge(target, maxBytes);
    }
    const bytes = await collect(response, maxBytes, target);
    return new Response(BODILESS.has(response.status) ? null : bytes, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
    });
}

async function collect(response: Response, maxBytes: number, target: string): Promise<Uint8Array<ArrayBuffer>> {
    if (!response.body) return new Uint8Array();
    const chunks: Uint8Array[] = [];
    let length = 0;
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
        length += read.value.byteLength;
        if (length > maxBytes) {
            await reader.cancel();
            throw tooLarge(target, maxBytes);
        }
        chunks.push(read.value);
    }
    return concat(chunks, length);
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(length);
    let offset = 0;
    for (const chunk of chunks) {
        whole.set(chunk, offset);
        offset += chunk.byteLength;
    }
    return whole;
}

function tooLarge(target: string, maxBytes: number): HubError {
    return new HubError({ kind: 'too-large', target, hubMessage: `the answer is longer than ${maxBytes} bytes` });
}
