import { describe, expect, it } from 'vitest';
import { scanBytes, scanFileName, scanText, SecretScanner, type SecretFinding } from '../../../../services/safety';
import { MAX_FINDINGS } from '../../../../services/safety/secrets';
import { PLACES, SECRETS } from './made-up-secrets';
import { ORDINARY } from './ordinary-files';
import { ALNUM, BASE64, Random } from './random';

const HF = `hf_${'aB3dE5gH7jK9mN1p'}${'Q3sT5vW7yZ9bC1dE3f'}`;

function inPieces(path: string, bytes: Uint8Array, length: number): SecretFinding[] {
    const scanner = new SecretScanner(path);
    for (let at = 0; at < bytes.length; at += length) scanner.push(bytes.subarray(at, at + length));
    return scanner.finish();
}

describe('secrets in files', () => {
    it('are found by their shape, wherever people leave them', () => {
        const random = new Random(6);
        const missed: string[] = [];
        let samples = 0;
        for (const [kind, make] of SECRETS) {
            for (const [path, place] of PLACES) {
                for (let round = 0; round < 3; round += 1) {
                    const text = place(make(random), random);
                    samples += 1;
                    if (!scanBytes(path, Buffer.from(text)).some((finding) => finding.weight === 'block' && finding.kind === kind)) missed.push(`${kind} in ${path}`);
                }
            }
        }
        console.log(`Secrets: ${samples - missed.length} of ${samples} found as what they are (${((1 - missed.length / samples) * 100).toFixed(2)} %).`, [...new Set(missed)].join(', '));
        expect(samples).toBeGreaterThanOrEqual(1_000);
        expect(missed).toEqual([]);
    });

    it('are not seen in ordinary files', () => {
        const random = new Random(7);
        const alarms: string[] = [];
        let files = 0;
        let warned = 0;
        while (files < 1_050) {
            for (const [path, make] of ORDINARY) {
                const findings = scanBytes(path, Buffer.from(make(random)));
                alarms.push(...findings.filter(({ weight }) => weight === 'block').map(({ kind, masked }) => `${path}: ${kind} ${masked}`));
                files += 1;
                warned += findings.length > 0 ? 1 : 0;
            }
        }
        console.log(`Ordinary files: ${alarms.length} false alarms in ${files}; warnings in ${warned}.`);
        expect(alarms).toEqual([]);
    });

    it('never stand in what is told about them', () => {
        const random = new Random(8);
        for (const [, make] of SECRETS) {
            const secret = make(random);
            for (const { masked } of scanText('a.txt', secret)) {
                expect(masked).toMatch(/^.{0,6}••••••$/);
            }
        }
    });
});

describe('a finding', () => {
    it('names file, line, kind and weight', () => {
        expect(scanText('src/app.py', `# one\n\ntoken = "${HF}"\npassword = "Zx8!kk20sPq"\n`)).toEqual([
            { path: 'src/app.py', line: 3, kind: 'hf-token', masked: 'hf_aB3••••••', weight: 'block', overridable: false },
            { path: 'src/app.py', line: 4, kind: 'assigned-secret', masked: 'Zx••••••', weight: 'warn', overridable: true },
        ]);
    });

    it.each([
        ['token=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', undefined],
        [`AKIA${'IOSFODNN7EXAMPLE'}`, undefined],
        [`id AKIA${'Q7ZL2WXC4VBN5M6T'} alone`, 'warn'],
        ['postgres://user:password@db.acme.io/x', undefined],
        [`postgres://user:${'s7Kd02jfQ'}@localhost/x`, 'warn'],
        [`postgres://user:${'s7Kd02jfQ'}@db.acme.io/x`, 'block'],
        ['mysql://root:${DB_PASSWORD}@db.acme.io/x', undefined],
        ['"auth": "bm90IGEgcGFpcg=="', undefined],
        ['api_key = "MyApiKeyProvider"', undefined],
        ['secret: ./run/secrets/db_1', undefined],
        ['API_TOKEN=k2J9x0PqLm31ZzT', 'warn'],
    ])('%s weighs %s', (text, weight) => expect(scanText('a', text)[0]?.weight).toBe(weight));

    it('is counted up to a bound, and what is worse is not crowded out', () => {
        const random = new Random(9);
        const warnings = Array.from({ length: 500 }, () => `password = "${random.text(ALNUM, 11)}7a"\n`).join('');
        const findings = scanText('a.py', `${warnings}${HF}`);
        expect(findings).toHaveLength(MAX_FINDINGS + 1);
        expect(findings.at(-1)).toMatchObject({ kind: 'hf-token', line: 501 });
    });
});

describe('a file of bytes', () => {
    it('may be UTF-16 by its mark', () => {
        const little = Buffer.from(`\ufeffeins\n${HF}\n`, 'utf16le');
        for (const bytes of [little, Buffer.from(little).swap16()]) {
            expect(scanBytes('a.txt', bytes)).toMatchObject([{ kind: 'hf-token', line: 2 }]);
            expect(inPieces('a.txt', bytes, 7)).toMatchObject([{ kind: 'hf-token', line: 2 }]);
        }
    });

    it('may be binary: exact shapes only, and no lines', () => {
        const bytes = Buffer.concat([Buffer.from([0, 1, 255, 10]), Buffer.from(`password = "Zx8!kk20sPq"\n\0${HF}\0`)]);
        expect(scanBytes('model.bin', bytes)).toEqual([{ path: 'model.bin', kind: 'hf-token', masked: 'hf_aB3••••••', weight: 'block', overridable: false }]);
    });

    it('gives the same in pieces of any length, and across the borders of what is looked at together', () => {
        const random = new Random(10);
        const parts = Array.from({ length: 40 }, (_none, at) => `${random.text(`${BASE64} \n`, 20_000 + random.below(9_000))}\n${SECRETS[at % SECRETS.length]?.[1](random)}\n`);
        const bytes = Buffer.from(parts.join(''));
        const whole = scanBytes('a.txt', bytes);
        expect(whole.length).toBeGreaterThanOrEqual(40);
        for (const length of [1_000, 65_536, 262_144, 300_001]) expect(inPieces('a.txt', bytes, length)).toEqual(whole);
        expect(scanText('a.txt', parts.join(''))).toEqual(whole);
        const lines = parts.join('').split('\n');
        for (const { line = 0, masked } of whole) expect(lines[line - 1]).toContain(masked.replace(/•+$/, ''));
    });

    it('finds a token at every place around a border', () => {
        for (let shift = 0; shift < 44; shift += 4) {
            for (const border of [256 * 1024, 264 * 1024, 272 * 1024]) {
                expect(scanText('a', `${' '.repeat(border - shift)}${HF}${' '.repeat(60_000)}`)).toHaveLength(1);
            }
        }
    });
});

describe('the name of a file', () => {
    it.each([
        ['.env', 'env-file', 'block'], ['app/.env.local', 'env-file', 'block'], ['prod.env', 'env-file', 'block'], ['.ENV', 'env-file', 'block'], ['keys\\.env', 'env-file', 'block'],
        ['.ssh/id_rsa', 'private-key-file', 'block'], ['id_ed25519', 'private-key-file', 'block'], ['server.key', 'private-key-file', 'warn'], ['cert.pem', 'private-key-file', 'warn'],
        ['me.ppk', 'key-store', 'block'], ['a.p12', 'key-store', 'block'], ['vault.kdbx', 'key-store', 'block'],
        ['.aws/credentials', 'credential-file', 'block'], ['credentials.json', 'credential-file', 'block'], ['my/service-account-prod.json', 'credential-file', 'block'], ['client_secret_1.apps.json', 'credential-file', 'block'],
        ['.netrc', 'credential-file', 'block'], ['.pypirc', 'credential-file', 'block'], ['.npmrc', 'credential-file', 'warn'], ['.kube/config', 'credential-file', 'block'], ['.docker/config.json', 'credential-file', 'block'],
        ['terraform.tfstate', 'credential-file', 'block'], ['terraform.tfvars', 'credential-file', 'block'], ['.streamlit/secrets.toml', 'credential-file', 'block'], ['.cache/huggingface/token', 'credential-file', 'block'], ['.bash_history', 'history-file', 'warn'],
    ])('%s: %s, %s', (path, kind, weight) => expect(scanFileName(path)).toMatchObject([{ path, kind, weight, masked: '' }]));

    it.each(['.env.example', '.env.sample', 'env.template', 'credentials.example.json', 'id_rsa.pub', 'README.md', 'config.json', 'model.safetensors', 'environment.yml', 'secretary.md', 'tokenizer.json', 'keys.txt', '.gitignore'])('%s gives nothing away', (path) => {
        expect(scanFileName(path)).toEqual([]);
    });
});
