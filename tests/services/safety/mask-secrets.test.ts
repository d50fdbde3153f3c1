import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../services/safety';

const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----';
/** Made up, in two parts each: scanners of repositories would take them for real ones. */
const KEYS = {
    aws: `AKIA${'IOSFODNN7EXAMPLE'}`,
    github: `ghp_${'a1B2'.repeat(9)}`,
    'fine-grained github': `github_pat_${'11ABCDEFG0_'.repeat(4)}`,
    openai: `sk-${'proj-a1B2_'.repeat(4)}`,
    slack: `xoxb-${'123456789012-abcdef'}`,
    google: `AIza${'SyA-1234567'.repeat(3)}xy`,
    'hugging face': `hf_${'AbCdEfGhIj'.repeat(3)}`,
};

describe('secrets', () => {
    it.each(Object.entries(KEYS))('%s, wherever it stands', (_name, key) => {
        for (const [before, after] of [['', ''], ['using ', ' now'], ['"', '"'], ['\n', '\n'], ['"line\\n', '"'], ['KEY=', ''], ['//', '/x'], ['_', '.']] as const) {
            const masked = maskSecrets(`${before}${key}${after}`);
            expect(masked).not.toContain(key.slice(0, 12));
            expect(masked).not.toContain(key.slice(-8));
        }
    });

    it.each([
        ['DB_PASSWORD=hunter2 up', 'DB_PASSWORD=[redacted] up'],
        ['--api-key="abc" --seed=1', '--api-key="[redacted]" --seed=1'],
        ['AWS_SECRET_ACCESS_KEY = wJalr/K7+x', 'AWS_SECRET_ACCESS_KEY = [redacted]'],
        ['token=a&secret=b', 'token=[redacted]&secret=[redacted]'],
        ['{"api_key": "a b, c", "n": 1}', '{"api_key": "[redacted]", "n": 1}'],
        [JSON.stringify({ run: JSON.stringify({ password: 'a"b' }) }), '{"run":"{\\"password\\":\\"[redacted]"}'],
        [`before\n${KEY}\nafter`, 'before\n[redacted]\nafter'],
        [KEY.slice(0, -40), '[redacted]'],
        [KEY.slice(40), '[redacted]'],
    ])('%s', (text, expected) => expect(maskSecrets(text)).toBe(expected));

    it('are no words, packages, counts, ids, or a tokenizer’s own tokens', () => {
        for (const text of [
            'Unexpected token: <', 'pad_token=[PAD] eos_token=</s>', '"bos_token": "<s>"', 'max_new_tokens=512', 'pad_token_id=0', 'the secret: try again',
            'sk-learn-contrib-of-many-words', 'task-classification-2024-large-model', 'AKIA', 'acme/bert-prod@main', 'a'.repeat(64), '-----BEGIN PUBLIC KEY-----',
        ]) {
            expect(maskSecrets(text)).toBe(text);
        }
    });
});

/** What the patterns begin, go on, and end with. */
const parts = fc.array(fc.oneof(
    fc.constantFrom('token', '=', '"', ':', '\\', 'password', "'", 'sk-', 'a1', 'AKIA', 'xoxb-', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '[redacted]', '\n', ' ', 'n', ...Object.values(KEYS)),
    fc.string({ maxLength: 3 }),
), { maxLength: 14 }).map((all) => all.join(''));

describe('masking', () => {
    it('changes nothing that is masked', () => {
        fc.assert(fc.property(parts, (text) => {
            const once = maskSecrets(text);
            expect(maskSecrets(once)).toBe(once);
        }), { numRuns: 2000 });
    });

    it.each(['a', 'sk-', 'sk-a', 'token', 'token=', '"token":"', 'token"', '-----BEGIN PRIVATE KEY-----', '-----BEGIN ', '-', 'AKIA', 'xoxb-', 'ghp_', 'github_pat_', '//a', 'bearer ', '\\', 'secret ', ' '])('takes time in proportion to the text: %s', (part) => {
        const started = performance.now();
        maskSecrets(part.repeat(1_000_000 / part.length));
        // Quadratic would be minutes.
        expect(performance.now() - started).toBeLessThan(2_000);
    });
});
