import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { EndpointBridge } from './bridges/endpoint-bridge';
import { toAppUser } from './bridges/to-app';
import type { Credentials } from './credentials';
import type { UserRecord } from './workspace/records';

/** express.json()'s default. */
const MAX_BODY_BYTES = 100 * 1024;

export interface EndpointParts {
    manager: AppManager;
    routes: EndpointBridge;
    credentials: Credentials;
    /** 0 takes any free port. */
    port: number;
}

/** Serves what apps register, under `/api/apps/public/<appId>/…` and `/api/apps/private/<appId>/<hash>/…`. */
export class EndpointServer {
    private readonly routes = new Hono();
    private server?: Server;

    constructor(private readonly parts: EndpointParts) {
        this.routes.all('/api/apps/public/:appId/*', (context) => this.answer(context, undefined));
        this.routes.all('/api/apps/private/:appId/:hash/*', (context) => this.answer(context, context.req.param('hash')));
    }

    async start(): Promise<void> {
        await new Promise<void>((resolve) => {
            this.server = serve({ fetch: this.routes.fetch, port: this.parts.port, hostname: '127.0.0.1' }, () => resolve()) as Server;
        });
    }

    /** Answers a request that came in at another port of this process. */
    async serve(request: Request): Promise<Response> {
        return this.routes.fetch(request);
    }

    async stop(): Promise<void> {
        this.server?.closeAllConnections();
        await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    }

    get origin(): string {
        const { port } = this.server?.address() as AddressInfo;
        return `http://127.0.0.1:${port}`;
    }

    private async answer(context: Context, hash: string | undefined): Promise<Response> {
        const appId = context.req.param('appId') ?? '';
        const prefix = hash === undefined ? `/api/apps/public/${appId}` : `/api/apps/private/${appId}/${hash}`;
        const path = context.req.path.slice(prefix.length);
        if (!isDecodable(path)) {
            return context.text('Bad Request', 400);
        }
        const match = this.parts.routes.match(appId, path);
        if (!match) {
            return context.text('Not Found', 404);
        }
        const user = this.parts.credentials.check(context.req.header('x-user-id'), context.req.header('x-auth-token'));
        if (match.route.authRequired && !user) {
            return context.json({ status: 'error', message: 'You must be logged in to do this.' }, 401);
        }
        const body = await readBody(context.req.raw);
        if ('refusal' in body) {
            return context.text(body.message, body.refusal);
        }
        const request = { ...describe(context, user), params: match.params, content: body.content, privateHash: hash };
        return this.execute(appId, match.route.path, request);
    }

    private async execute(appId: string, path: string, request: IApiRequest): Promise<Response> {
        try {
            return toResponse(await this.parts.manager.getApiManager().executeApi(appId, path, request));
        } catch (error) {
            return new Response(error instanceof Error ? error.message : String((error as { message?: unknown }).message), { status: 500 });
        }
    }
}

function describe(context: Context, user: UserRecord | undefined): Omit<IApiRequest, 'params' | 'content'> {
    return {
        method: context.req.method.toLowerCase() as IApiRequest['method'],
        headers: context.req.header(),
        query: context.req.query(),
        user: user && toAppUser(user),
    };
}

type Body = { content: unknown } | { refusal: 400 | 413; message: string };

function isDecodable(path: string): boolean {
    try {
        decodeURIComponent(path);
        return true;
    } catch (error) {
        if (error instanceof URIError) {
            return false;
        }
        throw error;
    }
}

/** JSON and forms are parsed; anything else arrives as `{}`, and the bytes are gone. */
async function readBody(request: Request): Promise<Body> {
    const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
        return { content: {} };
    }
    const text = await readText(request);
    if (text === undefined) {
        return { refusal: 413, message: 'PayloadTooLargeError: request entity too large' };
    }
    if (type !== 'application/json') {
        return { content: Object.fromEntries(new URLSearchParams(text)) };
    }
    return text === '' ? { content: {} } : parseJson(text);
}

/** Undefined when it is too long; what comes after the limit is not kept. */
async function readText(request: Request): Promise<string | undefined> {
    if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
        return undefined;
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    const reader = request.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
        size += part.value.length;
        if (size > MAX_BODY_BYTES) {
            return undefined;
        }
        chunks.push(part.value);
    }
    return Buffer.concat(chunks).toString('utf8');
}

/** Only objects and arrays are JSON to express. */
function parseJson(text: string): Body {
    try {
        const content: unknown = JSON.parse(text);
        return typeof content === 'object' && content !== null ? { content } : { refusal: 400, message: 'SyntaxError: Unexpected token' };
    } catch (error) {
        return { refusal: 400, message: String(error) };
    }
}

function toResponse({ status, headers, content }: IApiResponse): Response {
    const sent = content as unknown;
    if (sent === undefined || sent === null) {
        return new Response(null, { status, headers });
    }
    if (typeof sent === 'string' || sent instanceof Uint8Array) {
        const own = new Headers(headers);
        if (!own.has('content-type')) {
            own.set('content-type', typeof sent === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream');
        }
        return new Response(typeof sent === 'string' ? sent : new Uint8Array(sent), { status, headers: own });
    }
    return Response.json(sent, { status, headers });
}
