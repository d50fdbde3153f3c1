import type { ServerResponse } from 'node:http';
import { rateLimitHeaders } from './rate-limit';

export type Fault =
    | { kind?: undefined; status: number; headers?: Record<string, string>; body?: unknown }
    /** Answers correctly, `ms` later. */
    | { kind: 'slow'; ms: number }
    /** Breaks the connection in the middle of the body. */
    | { kind: 'cut'; afterBytes: number }
    /** 200 with a body that is not the JSON it says it is. */
    | { kind: 'malformed' }
    | { kind: 'rate-limited'; resetSeconds: number }
    /** Closes the connection without an answer. */
    | { kind: 'down' };

export interface FaultRule {
    /** `METHOD /path`; `*` stands for anything in either, query not included: `GET /api/models*`, `* /oauth/token`. */
    match: string;
    /** How many requests it hits; without it, all. */
    times?: number;
    fault: Fault;
}

const toPattern = (glob: string): RegExp =>
    new RegExp(`^${glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);

/** Planned misbehaviour; the earliest rule that matches a request takes it. */
export class FaultPlan {
    private rules: { pattern: RegExp; left: number; fault: Fault }[] = [];

    add({ match, times, fault }: FaultRule): void {
        this.rules.push({ pattern: toPattern(match), left: times ?? Infinity, fault });
    }

    clear(): void {
        this.rules = [];
    }

    /** The fault for this request, used up once more. */
    take(method: string, path: string): Fault | undefined {
        const rule = this.rules.find(({ pattern, left }) => left > 0 && pattern.test(`${method} ${path}`));
        if (rule) {
            rule.left -= 1;
        }
        return rule?.fault;
    }
}

/** Sends the answer's headers and the first bytes of its body, then breaks the connection. */
export async function cutShort(answer: Response, afterBytes: number, outgoing: ServerResponse): Promise<void> {
    outgoing.statusCode = answer.status;
    answer.headers.forEach((value, name) => outgoing.setHeader(name, value));
    outgoing.flushHeaders();
    const reader = answer.body?.getReader();
    for (let left = afterBytes; reader && left > 0;) {
        const { value, done } = await reader.read();
        if (done) {
            break;
        }
        const part = value.subarray(0, left);
        left -= part.length;
        await new Promise<void>((resolve) => outgoing.write(part, () => resolve()));
    }
    await reader?.cancel();
    outgoing.destroy();
}

/** The part of a fault that is a ready answer. */
export function faultAnswer(fault: Fault): Response | undefined {
    if (fault.kind === undefined) {
        const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? { error: `HTTP ${fault.status}` });
        const type = typeof fault.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
        return new Response(body, { status: fault.status, headers: { 'Content-Type': type, ...fault.headers } });
    }
    if (fault.kind === 'rate-limited') {
        const headers = { ...rateLimitHeaders('api', 0, fault.resetSeconds), 'RateLimit-Policy': '"fixed window";"api";q=1000;w=300' };
        return Response.json({ error: 'We had to rate limit you.' }, { status: 429, headers });
    }
    return fault.kind === 'malformed'
        ? new Response('{"truncated": [', { headers: { 'Content-Type': 'application/json; charset=utf-8' } })
        : undefined;
}
