import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriesToken, maskTokens, mentionsMask, redact, tokenKind } from '../../../services/hub';

const letters = (length: number) => fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), minLength: length, maxLength: length });
const varied = (text: string): boolean => new Set(text).size >= 12;
const part = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'), minLength: 20, maxLength: 60 }).filter(varied);
const access = letters(34).filter(varied).map((body) => `hf_${body}`);
const org = letters(34).filter(varied).map((body) => `api_org_${body}`);
const signed = fc.tuple(fc.constantFrom('hf_oauth_', 'hf_jwt_'), part, part, part).map(([prefix, ...parts]) => `${prefix}${parts.join('.')}`);
const token = fc.oneof(access, org, signed);
/** What people write around a token. */
const around = fc.constantFrom('', ' ', '\n', '`', '"', '*', '_', '(', ')', '=', ':', ', ', '. ', 'HF_TOKEN=', 'export HF_TOKEN="', '```\n', '»', '•', 'hf_', 'xhf_', '日本語');

describe('tokenKind', () => {
    it.each([
        ['access', access],
        ['org', org],
        ['oauth', signed.filter((value) => value.startsWith('hf_oauth_'))],
        ['jwt', signed.filter((value) => value.startsWith('hf_jwt_'))],
    ])('knows %s tokens', (kind, tokens) => {
        fc.assert(fc.property(tokens, (value) => tokenKind(value) === kind));
    });

    it.each(['', 'hf_', 'hf_xxx', 'hf_your_token_here', 'hf_…', `hf_${'x'.repeat(34)}`, `hf_${'abab'.repeat(9)}`, 'hf_hub_download', 'huggingface_hub', 'hf_AbCdEfGhIjKlMnOpQrSt', 'api_org_short', 'hf_oauth_abc', 'sk-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'])('is not deceived by %j', (text) => {
        expect(tokenKind(text)).toBeUndefined();
        expect(carriesToken(`see ${text} there`)).toBe(false);
        expect(maskTokens(text)).toEqual({ text, tokens: [] });
    });

    it('wants the token alone', () => {
        fc.assert(fc.property(access, (value) => tokenKind(`${value} `) === undefined && tokenKind(`x${value}`) === undefined));
    });
});

describe('maskTokens', () => {
    const message = fc.array(fc.tuple(around, token, around), { minLength: 1, maxLength: 4 });

    it('leaves no token, whatever stands around it, and tells which there were', () => {
        fc.assert(fc.property(message, (pieces) => {
            const text = pieces.map(([before, value, after]) => `${before === 'xhf_' || before === 'hf_' ? '' : before} ${value} ${after}`).join(' ');
            const masked = maskTokens(text);
            for (const [, value] of pieces) {
                expect(masked.text).not.toContain(value);
                expect(masked.tokens).toContain(value);
            }
            expect(carriesToken(masked.text)).toBe(false);
            expect(mentionsMask(masked.text)).toBe(true);
        }));
    });

    it('finds every token it names, and changes nothing the second time, on any text', () => {
        fc.assert(fc.property(fc.array(fc.oneof(around, token, fc.string()), { maxLength: 8 }), (pieces) => {
            const text = pieces.join('');
            const once = maskTokens(text);
            expect(carriesToken(text)).toBe(once.tokens.length > 0);
            expect(once.tokens.filter((value) => once.text.includes(value))).toEqual([]);
            expect(maskTokens(once.text)).toEqual({ text: once.text, tokens: [] });
        }));
    });

    it('shows the kind and the last four characters', () => {
        expect(maskTokens('my token: hf_abcdefghijklmnopqrstuvwxyzABCDwXyZ, keep it').text).toBe('my token: hf_••••••wXyZ, keep it');
        expect(maskTokens('_hf_abcdefghijklmnopqrstuvwxyzABCDwXyZ_').text).toBe('_hf_••••••wXyZ_');
    });

    it('masks the same token inside a longer word as well', () => {
        const value = 'hf_abcdefghijklmnopqrstuvwxyzABCDwXyZ';
        expect(maskTokens(`${value} and x${value}`).text).toBe('hf_••••••wXyZ and xhf_••••••wXyZ');
    });

    it('knows at least what the redaction of logs knows', () => {
        fc.assert(fc.property(token, (value) => redact(value) === '[redacted]'));
    });

    it('is quick on long texts that nearly are tokens', () => {
        const text = 'hf_oauth_hf_jwt_'.repeat(5_000);
        const start = performance.now();
        maskTokens(text);
        expect(performance.now() - start).toBeLessThan(1_000);
    });
});

describe('mentionsMask', () => {
    it.each(['hf_••••••wXyZ', 'hf_oauth_••••••', 'see api_org_••••••abcd.'])('sees %s', (text) => {
        expect(mentionsMask(text)).toBe(true);
    });
    it.each(['hf_', '••••••', 'hf_••', 'nothing'])('does not see %s', (text) => {
        expect(mentionsMask(text)).toBe(false);
    });
});
