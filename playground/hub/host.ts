import { randomUUID } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { ChangeRefused } from './changes/refused';
import { HubFailure, pageNotFound } from './errors';
import type { Fault, FaultPlan } from './faults';
import { cutShort, faultAnswer } from './faults';
import type { Caller } from './identity';
import { identify } from './identity';
import { movedRedirect } from './moved';
import { deliverJobs } from './jobs/deliver';
import type { Bucket, Verdict } from './rate-limit';
import { tooManyRequests } from './rate-limit';
import type { Call, Route } from './routing';
import { bucketOf } from './routing';

export type HostName = keyof Call['origins'];

/** One request as tests see it. The token itself is never kept. */
export interface RequestLogEntry {
    host: HostName;
    method: string;
    path: string;
    query: string;
    /** 0 when the connection was closed without an answer. */
    status: number;
    hasAuth: boolean;
}

/** What all hosts share. */
export interface HostContext extends Pick<Call, 'state' | 'origins' | 'limiter' | 'deliveries' | 'scheduler' | 'violation'> {
    faults: FaultPlan;
    latencyMs: number;
    log: (entry: RequestLogEntry) => void;
}

type NodeBindings = HttpBindings | Http2Bindings;
type Bindings = NodeBindings & { caller: Caller; url: URL };

interface Host {
    name: HostName;
    app: Hono<{ Bindings: Bindings }>;
    context: HostContext;
}

/** Builds one server's `fetch`: faults first, then identity, rate limit, renames and at last the route. */
export function hostFetch(name: HostName, routes: readonly Route[], context: HostContext): (request: Request, env: NodeBindings) => Promise<Response> {
    const host: Host = { name, app: routerOf(routes, context), context };
    return async (request, env) => {
        const url = new URL(request.url);
        const fault: Fault | undefined = context.state.trouble === 'down' ? { kind: 'down' } : context.faults.take(request.method, url.pathname);
        const answer = fault?.kind === 'down' ? undefined : await answerFor(host, { request, env, fault });
        const hasAuth = request.headers.has('authorization');
        context.log({ host: name, method: request.method, path: url.pathname, query: url.search, status: answer?.status ?? 0, hasAuth });
        if (!answer) {
            env.outgoing.destroy();
            return RESPONSE_ALREADY_SENT;
        }
        if (fault?.kind === 'cut' && env.outgoing instanceof ServerResponse) {
            await cutShort(answer, fault.afterBytes, env.outgoing);
            return RESPONSE_ALREADY_SENT;
        }
        return answer;
    };
}

interface Incoming {
    request: Request;
    env: NodeBindings;
    fault?: Fault;
}

async function answerFor(host: Host, { request, env, fault }: Incoming): Promise<Response> {
    await wait(host.context.latencyMs + (fault?.kind === 'slow' ? fault.ms : 0));
    const answer = (fault && faultAnswer(fault)) ?? await respond(host, request, env);
    return withHeaders(answer, { 'X-Request-Id': `Root=1-${randomUUID()}` });
}

const wait = async (ms: number): Promise<void> => {
    if (ms > 0) {
        await delay(ms);
    }
};

function withHeaders(answer: Response, extra: Record<string, string>): Response {
    const headers = new Headers(answer.headers);
    Object.entries(extra).forEach(([name, value]) => headers.set(name, value));
    if (headers.get('Content-Type') === 'application/json') {
        headers.set('Content-Type', 'application/json; charset=utf-8');
    }
    return new Response(answer.body, { status: answer.status, headers });
}

/** The Hub itself counts requests and says so on every answer; the other hosts do neither. */
const UNCOUNTED: Verdict = { allowed: true, headers: {} };

function verdictOn({ name, context: { limiter, state } }: Host, caller: Caller, bucket: Bucket): Verdict {
    if (state.trouble === 'rate-limited') {
        return limiter.exhausted(caller, bucket);
    }
    return name === 'hub' ? limiter.take(caller, bucket) : UNCOUNTED;
}

async function respond(host: Host, request: Request, env: NodeBindings): Promise<Response> {
    const { name, context } = host;
    deliverJobs(context.state);
    const url = new URL(request.url);
    const anonymous: Caller = { kind: 'anonymous', ip: env.incoming.socket.remoteAddress ?? '127.0.0.1' };
    const authorization = request.headers.get('authorization') ?? undefined;
    const identified = name === 'cdn' ? anonymous : identify(context.state, authorization, anonymous.ip);
    const caller = identified instanceof HubFailure ? anonymous : identified;
    const verdict = verdictOn(host, caller, bucketOf(url.pathname));
    if (!verdict.allowed) {
        return withHeaders(new HubFailure(429, tooManyRequests(caller)).toResponse(), verdict.headers);
    }
    if (identified instanceof HubFailure) {
        return withHeaders(identified.toResponse(), verdict.headers);
    }
    const moved = name === 'hub' ? movedRedirect(context.state, caller, url) : undefined;
    return withHeaders(moved ?? await host.app.fetch(request, { ...env, caller, url }), verdict.headers);
}

function routerOf(routes: readonly Route[], context: HostContext): Hono<{ Bindings: Bindings }> {
    const app = new Hono<{ Bindings: Bindings }>();
    for (const { method, path, handle } of routes) {
        app.on(method, path, (c) => {
            const { caller, url } = c.env;
            const params: Record<string, string> = c.req.param();
            return handle({ request: c.req.raw, url, query: url.searchParams, params, caller, ...context });
        });
    }
    app.notFound(() => pageNotFound().toResponse());
    app.onError((error) => {
        if (error instanceof HubFailure) {
            return error.toResponse();
        }
        if (error instanceof ChangeRefused) {
            return new HubFailure(400, error.message).toResponse();
        }
        context.violation(`The stand-in Hub itself failed: ${error.stack ?? error.message}`);
        return Response.json({ error: 'Internal Error - We\'re working hard to fix this as soon as possible!' }, { status: 500 });
    });
    return app;
}
