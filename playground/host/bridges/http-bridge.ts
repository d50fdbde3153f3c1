import { HttpBridge } from '@rocket.chat/apps-engine/server/bridges/HttpBridge';
import type { IHttpBridgeRequestInfo } from '@rocket.chat/apps-engine/server/bridges/HttpBridge';
import type { IHttpResponse } from '@rocket.chat/apps-engine/definition/accessors';
import { buildRequest } from '../http/build-request';
import { serverFetch } from '../http/server-fetch';

const JSON_TYPES = ['application/json', 'text/javascript', 'application/javascript', 'application/x-javascript'];

/** An app's calls to the outside, with the habits of Rocket.Chat's app/apps/server/bridges/http.ts. */
export class WorkspaceHttpBridge extends HttpBridge {
    protected async call({ url, method, request }: IHttpBridgeRequestInfo): Promise<IHttpResponse> {
        const built = buildRequest(url, method, request);
        const response = await serverFetch(built);
        const body = Buffer.from(await response.arrayBuffer());
        const result: IHttpResponse = { url, method, statusCode: response.status, headers: joinHeaders(response.headers) };
        if (request.encoding === null) {
            // Declared a string, sent as the bytes that were asked for.
            return { ...result, content: body as unknown as string };
        }
        const content = body.toString(request.encoding as BufferEncoding | undefined);
        return { ...result, content, data: parseData(content, response.headers.get('content-type')) };
    }
}

/** Lower-case names; repeated headers are joined by a comma. */
function joinHeaders(headers: Headers): Record<string, string> {
    const joined: Record<string, string> = {};
    headers.forEach((value, name) => {
        joined[name] = name in joined ? `${joined[name]}, ${value}` : value;
    });
    return joined;
}

function parseData(content: string, contentType: string | null): unknown {
    if (!JSON_TYPES.includes((contentType ?? '').split(';')[0] ?? '')) {
        return null;
    }
    try {
        return JSON.parse(content) as unknown;
    } catch {
        return null;
    }
}
