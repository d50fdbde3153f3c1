import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { HubError, HubShapeError, isPassing, type HubErrorKind } from '../../../services/hub';
import { parseErrorBody } from '../../../services/hub/wire/error-body';
import { errorFromResponse } from '../../../services/hub/wire/error-from-response';
import { parseShape } from '../../../services/hub/wire/parse-shape';
import { rejection } from './fakes';

const SECRET = `hf_${'a1B2'.repeat(9)}`;
const REPO = 'https://huggingface.co/api/models/acme/demo';

interface Case {
    status: number;
    url?: string;
    headers?: Record<string, string>;
    body?: string;
    kind: HubErrorKind;
}

function errorOf({ status, url = REPO, headers = {}, body = '' }: Omit<Case, 'kind'>): Promise<HubError> {
    return errorFromResponse(new Response(body, { status, headers }), { method: 'GET', url, now: 5_000 });
}

describe('errorFromResponse', () => {
    const cases: Case[] = [
        { status: 404, headers: { 'x-error-code': 'RevisionNotFound' }, kind: 'revision-not-found' },
        { status: 404, headers: { 'x-error-code': 'EntryNotFound' }, kind: 'entry-not-found' },
        { status: 401, headers: { 'x-error-code': 'GatedRepo' }, kind: 'gated' },
        { status: 403, headers: { 'x-error-code': 'GatedRepo' }, kind: 'gated' },
        { status: 403, headers: { 'x-error-message': 'Access to this resource is disabled.' }, kind: 'disabled' },
        { status: 404, url: 'https://huggingface.co/api/jobs/acme/687fb701029421ae5549d998', headers: { 'x-error-code': 'RepoNotFound' }, kind: 'job-not-found' },
        { status: 404, headers: { 'x-error-code': 'RepoNotFound' }, kind: 'repo-not-found' },
        { status: 401, headers: { 'x-error-code': 'RepoNotFound' }, kind: 'not-found-or-private' },
        { status: 401, body: '{"error":"Invalid username or password."}', kind: 'not-found-or-private' },
        { status: 401, url: 'https://huggingface.co/acme/demo/resolve/main/README.md', kind: 'not-found-or-private' },
        { status: 401, body: '{"error":"Invalid credentials in Authorization header"}', kind: 'unauthorized' },
        { status: 401, url: 'https://huggingface.co/api/whoami-v2', body: '{"error":"Invalid username or password."}', kind: 'unauthorized' },
        { status: 401, url: 'https://huggingface.co/api/whoami-v2', body: '{"error":"Your token has expired"}', kind: 'token-expired' },
        { status: 400, kind: 'bad-request' },
        { status: 402, kind: 'payment-required' },
        { status: 403, kind: 'forbidden' },
        { status: 403, body: '{"error":"You must use a token with `repo.write` permission"}', kind: 'missing-scope' },
        { status: 404, url: 'https://huggingface.co/api/users/nobody/overview', kind: 'not-found' },
        { status: 409, kind: 'conflict' },
        { status: 412, kind: 'conflict' },
        { status: 416, kind: 'bad-range' },
        { status: 422, kind: 'bad-request' },
        { status: 429, kind: 'rate-limited' },
        { status: 500, kind: 'unavailable' },
        { status: 500, url: 'https://datasets-server.huggingface.co/size', headers: { 'x-error-code': 'ResponseNotReady' }, kind: 'not-ready' },
        { status: 418, kind: 'other' },
    ];
    it.each(cases)('$status $headers $body → $kind', async ({ kind, ...answer }) => {
        expect((await errorOf(answer)).kind).toBe(kind);
    });

    it('prefers X-Error-Message to the body, and names the request', async () => {
        const error = await errorOf({ status: 400, headers: { 'x-error-message': 'from the header', 'x-request-id': 'Root=1-2' }, body: '{"error":"from the body"}' });
        expect(error).toMatchObject({ hubMessage: 'from the header', requestId: 'Root=1-2', status: 400 });
        expect(error.message).toBe('bad-request 400 GET huggingface.co/api/models/acme/demo: from the header (request Root=1-2)');
    });

    it('names the scope that is missing', async () => {
        expect((await errorOf({ status: 403, body: '{"error":"requires scope inference.endpoints.write"}' })).scope).toBe('inference.endpoints.write');
        const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="write-repos"' };
        expect(await errorOf({ status: 403, headers: challenge })).toMatchObject({ kind: 'missing-scope', scope: 'write-repos' });
    });

    it('says when a bucket reopens, and what exists already', async () => {
        expect((await errorOf({ status: 429, headers: { ratelimit: '"api";r=0;t=10' } })).reopensAt).toBe(16_000);
        expect((await errorOf({ status: 409, body: '{"error":"exists","url":"https://huggingface.co/acme/demo"}' })).facts.existingUrl).toBe('https://huggingface.co/acme/demo');
    });

    it('carries no token, wherever the Hub repeats it', async () => {
        const error = await errorOf({
            status: 401,
            url: `https://huggingface.co/api/x/${SECRET}?token=${SECRET}`,
            headers: { 'x-error-message': `bad token ${SECRET}`, 'x-request-id': SECRET },
            body: JSON.stringify({ error: SECRET }),
        });
        expect(JSON.stringify({ ...error, message: error.message, stack: error.stack, facts: error.facts })).not.toContain(SECRET);
    });
});

describe('parseErrorBody', () => {
    it.each([
        ['{"error":"text"}', 'text'],
        ['{"error":["a","b"]}', 'a; b'],
        ['{"error":"invalid_grant","error_description":"gone"}', 'invalid_grant; gone'],
        ['{"errors":[{"message":"one"},{"message":"two"}]}', 'one; two'],
        ['{"error":{"code":"x","message":"deep"}}', 'deep'],
        ['{"error":{"code":"only"}}', 'only'],
        ['{"message":"plain"}', 'plain'],
        ['<html><head><title>504 Gateway Time-out</title></head><body>x</body></html>', '504 Gateway Time-out'],
        ['Too many requests', 'Too many requests'],
        ['', undefined],
        ['{"error":""}', undefined],
    ])('%s → %s', (body, message) => expect(parseErrorBody(body).message).toBe(message));

    it('cuts what is too long', () => expect(parseErrorBody('x'.repeat(9_999)).message?.length).toBeLessThanOrEqual(500));
});

describe('parseShape', () => {
    const schema = z.looseObject({ name: z.string(), orgs: z.array(z.looseObject({ role: z.union([z.literal('read'), z.literal('write')]) })) });

    it('lets unknown fields pass', () => {
        expect(parseShape(schema, { name: 'a', orgs: [], extra: 1 }, 'GET x')).toMatchObject({ extra: 1 });
    });

    it.each([
        [{ orgs: [] }, 'name'],
        [{ name: 1, orgs: [] }, 'name'],
        [{ name: 'a', orgs: [{ role: 'read' }, {}] }, 'orgs[1].role'],
        ['text', ''],
    ])('names the field: %j → %j', async (value, field) => {
        const error = await rejection((async () => { await Promise.resolve(); return parseShape(schema, value, 'GET x'); })());
        expect(error).toBeInstanceOf(HubShapeError);
        expect(error).toMatchObject({ field, kind: 'shape' });
    });

    it('does not repeat the value, which may be a secret', async () => {
        const error = await rejection((async () => { await Promise.resolve(); return parseShape(z.looseObject({ n: z.number() }), { n: SECRET }, 'GET x'); })());
        expect(String(error)).not.toContain(SECRET);
    });
});

describe('isPassing', () => {
    it('tells what may work later from what will not', () => {
        expect(isPassing(new HubError({ kind: 'unreachable', target: 'GET x' }))).toBe(true);
        expect(isPassing(new HubError({ kind: 'forbidden', target: 'GET x' }))).toBe(false);
        expect(isPassing(new Error('x'))).toBe(false);
    });
});

describe('the name of a field', () => {
    it('is not as long as the answer likes it to be', () => {
        const error = new HubShapeError('GET hub.example/x', 'k'.repeat(5_000_000), 'expected number');
        expect(error.message.length).toBeLessThan(400);
        expect(error.field).toHaveLength(200);
    });
});
