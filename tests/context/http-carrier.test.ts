import type { IHttp, IHttpRequest, IHttpResponse, RequestMethod } from '@rocket.chat/apps-engine/definition/accessors';
import { describe, expect, it } from 'vitest';
import { workspaceCarrier } from '../../context/engine/http-carrier';

interface Sent {
    readonly method: string;
    readonly url: string;
    readonly request: IHttpRequest | undefined;
}

/** The engine's http accessor: notes what it is asked, and answers what it is told to. */
function fakeHttp(answer: Partial<IHttpResponse> | undefined): { readonly http: IHttp; readonly sent: Sent[] } {
    const sent: Sent[] = [];
    const call = (method: string) => (url: string, request?: IHttpRequest): Promise<IHttpResponse> => {
        sent.push({ method, url, request });
        // Older servers answer a failed request with nothing, whatever the type says.
        return Promise.resolve((answer && { url, method: method as RequestMethod, ...answer }) as IHttpResponse);
    };
    return { sent, http: { get: call('get'), post: call('post'), put: call('put'), del: call('delete'), patch: call('patch') } };
}

const HEADERS = { authorization: 'Bearer made-up', accept: 'application/json' };

describe('requests through the workspace', () => {
    it('answers with the status, the headers and the very bytes', async () => {
        const { http } = fakeHttp({ statusCode: 206, headers: { 'content-type': 'application/octet-stream', ratelimit: '"api";r=1;t=2' }, content: Buffer.from([0, 255, 128]) as unknown as string });
        const response = await workspaceCarrier(http)('https://hub.example/api/x', { method: 'GET', headers: HEADERS });
        expect(response.status).toBe(206);
        expect(response.headers.get('ratelimit')).toBe('"api";r=1;t=2');
        expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 128]);
    });

    it.each([[204], [304]])('makes a response without body of status %i', async (statusCode) => {
        const { http } = fakeHttp({ statusCode, content: '' });
        expect((await workspaceCarrier(http)('https://hub.example/', { method: 'GET', headers: {} })).status).toBe(statusCode);
    });

    it.each([['POST', 'post'], ['PUT', 'put'], ['PATCH', 'patch'], ['DELETE', 'delete'], ['GET', 'get'], ['HEAD', 'get']])('sends %s as %s, with the body as it is', async (method, called) => {
        const { http, sent } = fakeHttp({ statusCode: 200, content: '' });
        await workspaceCarrier(http)('https://hub.example/api/x', { method, headers: HEADERS, ...(method === 'POST' && { body: 'a=b' }) });
        expect(sent).toMatchObject([{ method: called, request: { headers: HEADERS, timeout: 20_000, encoding: null, ...(method === 'POST' && { content: 'a=b' }) } }]);
    });

    it('asks for files without the token, because the server would carry it along to wherever they lie', async () => {
        const { http, sent } = fakeHttp({ statusCode: 200, content: '' });
        const carrier = workspaceCarrier(http);
        await carrier('https://hub.example/a/b/resolve/main/model.safetensors', { method: 'GET', headers: { Authorization: 'Bearer made-up', range: 'bytes=0-7' } });
        await carrier('https://hub.example/a/b/raw/main/README.md', { method: 'GET', headers: HEADERS });
        expect(sent[0]?.request?.headers).toEqual({ range: 'bytes=0-7' });
        expect(sent[1]?.request?.headers).toEqual(HEADERS);
    });

    it('fails when the server answers nothing, as older ones do', async () => {
        const { http } = fakeHttp(undefined);
        await expect(workspaceCarrier(http)('https://hub.example/', { method: 'GET', headers: {} })).rejects.toThrow(TypeError);
    });
});
