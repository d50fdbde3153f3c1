import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, redact } from '../../../services/hub/redact';

const alphanumeric = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const base64Url = fc.constantFrom(...'abcXYZ012_-');
const run = (unit: fc.Arbitrary<string>, minLength: number, maxLength: number) => fc.string({ unit, minLength, maxLength });

const token = fc.oneof(
    run(alphanumeric, 34, 34).map((body) => `hf_${body}`),
    run(alphanumeric, 34, 34).map((body) => `api_org_${body}`),
    fc.tuple(fc.constantFrom('hf_oauth_', 'hf_jwt_'), run(base64Url, 10, 60), run(base64Url, 10, 60), run(base64Url, 10, 60))
        .map(([prefix, ...parts]) => prefix + parts.join('.')),
);

/** Text around a token as logs have it; a letter right before would make another word of it, which is masked as well. */
const around = fc.oneof(fc.string(), fc.constantFrom('Bearer ', 'Authorization: Bearer ', 'https://user:', '?token=', '"token":"', '_', 'x'));

describe('redact', () => {
    it('never leaves a token, whatever stands around it', () => {
        fc.assert(fc.property(around, token, fc.string(), (before, secret, after) => {
            const text = redact(`${before}${secret} ${after}`);
            expect(text).not.toContain(secret);
            expect(text).not.toContain(secret.slice(-20));
        }), { numRuns: 500 });
    });

    it('is idempotent', () => {
        fc.assert(fc.property(fc.array(fc.oneof(around, token, fc.string()), { maxLength: 6 }), (parts) => {
            const once = redact(parts.join(''));
            expect(redact(once)).toBe(once);
        }), { numRuns: 500 });
    });

    it.each([
        ['Authorization: Bearer abc.def-ghi', `Authorization: Bearer ${MASK}`],
        ['Authorization: Basic dXNlcjpwYXNz', `Authorization: Basic ${MASK}`],
        ['https://user:pass@huggingface.co/x', `https://${MASK}@huggingface.co/x`],
        ['/oauth?code=abc123&state=1', `/oauth?code=${MASK}&state=1`],
        ['https://cdn.example/f?X-Amz-Signature=ff&Expires=1', `https://cdn.example/f?X-Amz-Signature=${MASK}&Expires=1`],
        ['?Policy=p~1&Signature=s-2&Key-Pair-Id=K3', `?Policy=${MASK}&Signature=${MASK}&Key-Pair-Id=${MASK}`],
        ['sent Bearer eyJhbGciOiJIUzI1NiJ9 along', `sent Bearer ${MASK} along`],
    ])('%s', (text, expected) => expect(redact(text)).toBe(expected));

    it('leaves ordinary words alone', () => {
        for (const text of ['hf_hub_download', 'api_org_chart', 'the bearer of news', 'Bearer authentication required.', 'acme/demo@main', 'https://huggingface.co/a?search=b']) {
            expect(redact(text)).toBe(text);
        }
    });
});
