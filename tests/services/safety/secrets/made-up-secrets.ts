import type { SecretKind } from '../../../../services/safety';
import type { Random } from './random';
import { ALNUM, BASE64, DIGITS, HEX, LOWER, UPPER, URL_SAFE } from './random';

/** Made up by the lengths and characters in the providers' documentation, not by our expressions. No secret stands in this file. */
export const SECRETS: readonly (readonly [SecretKind, (random: Random) => string])[] = [
    ['hf-token', (r) => `hf_${r.text(ALNUM, 34)}`],
    ['hf-token', (r) => `api_org_${r.text(ALNUM, 34)}`],
    ['hf-token', (r) => `hf_oauth_${jwt(r)}`],
    ['hf-token', (r) => `hf_jwt_${jwt(r)}`],
    ['aws-key', (r) => `${r.pick(['AKIA', 'ASIA'])}${r.text(UPPER + '234567', 16)}\naws_secret_access_key = ${r.text(BASE64, 39)}7`],
    ['aws-secret', (r) => `AWS_SECRET_ACCESS_KEY=${r.text(BASE64, 39)}7`],
    ['github-token', (r) => `gh${r.pick(['p', 'o', 'u', 's', 'r'])}_${r.text(ALNUM, 36)}`],
    ['github-token', (r) => `github_pat_${r.text(ALNUM, 22)}_${r.text(ALNUM, 59)}`],
    ['gitlab-token', (r) => `glpat-${r.text(URL_SAFE, 19)}a`],
    ['gitlab-token', (r) => `glptt-${r.text(HEX, 40)}`],
    ['openai-key', (r) => `sk-${r.text(ALNUM, 20)}T3BlbkFJ${r.text(ALNUM, 20)}`],
    ['openai-key', (r) => `sk-${r.pick(['proj', 'svcacct', 'admin'])}-${r.text(URL_SAFE, 74)}T3BlbkFJ${r.text(URL_SAFE, 73)}b`],
    ['anthropic-key', (r) => `sk-ant-api03-${r.text(URL_SAFE, 93)}AA`],
    ['openrouter-key', (r) => `sk-or-v1-${r.text(HEX, 64)}`],
    ['llm-key', (r) => `sk-${r.text(HEX, 31)}7`],
    ['groq-key', (r) => `gsk_${r.text(ALNUM, 52)}`],
    ['xai-key', (r) => `xai-${r.text(ALNUM, 80)}`],
    ['perplexity-key', (r) => `pplx-${r.text(ALNUM, 48)}`],
    ['replicate-token', (r) => `r8_${r.text(ALNUM, 37)}`],
    ['wandb-key', (r) => `WANDB_API_KEY=${r.text(HEX, 39)}7`],
    ['cohere-key', (r) => `COHERE_API_KEY="${r.text(ALNUM, 38)}7a"`],
    ['google-api-key', (r) => `AIza${r.text(URL_SAFE, 34)}k`],
    ['google-oauth', (r) => `GOCSPX-${r.text(URL_SAFE, 27)}k`],
    ['slack-token', (r) => `xoxb-${r.text(DIGITS, 12)}-${r.text(DIGITS, 13)}-${r.text(ALNUM, 24)}`],
    ['slack-token', (r) => `xapp-1-A${r.text(UPPER + DIGITS, 10)}-${r.text(DIGITS, 13)}-${r.text(HEX, 64)}`],
    ['slack-webhook', (r) => `https://hooks.slack.com/services/T${r.text(UPPER + DIGITS, 10)}/B${r.text(UPPER + DIGITS, 10)}/${r.text(ALNUM, 24)}`],
    ['npm-token', (r) => `npm_${r.text(ALNUM, 36)}`],
    ['pypi-token', (r) => `pypi-AgEIcHlwaS5vcmc${r.text(URL_SAFE, 150)}a`],
    ['docker-token', (r) => `dckr_pat_${r.text(URL_SAFE, 26)}a`],
    ['stripe-key', (r) => `${r.pick(['sk_live', 'rk_live', 'sk_test'])}_${r.text(ALNUM, 24)}`],
    ['sendgrid-key', (r) => `SG.${r.text(URL_SAFE, 22)}.${r.text(URL_SAFE, 42)}a`],
    ['twilio-key', (r) => `SK${r.text(HEX, 32)}`],
    ['telegram-token', (r) => `${r.text('123456789', 10)}:A${r.text(URL_SAFE, 33)}x`],
    ['discord-token', (r) => `M${r.text(ALNUM, 25)}.G${r.text(ALNUM, 5)}.${r.text(URL_SAFE, 37)}x`],
    ['discord-webhook', (r) => `https://discord.com/api/webhooks/${r.text('123456789', 18)}/${r.text(URL_SAFE, 67)}a`],
    ['databricks-token', (r) => `dapi${r.text(HEX, 32)}`],
    ['digitalocean-token', (r) => `dop_v1_${r.text(HEX, 64)}`],
    ['azure-connection', (r) => `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${r.text(BASE64, 86)}==;EndpointSuffix=core.windows.net`],
    ['azure-secret', (r) => `${r.text(ALNUM, 3)}8Q~${r.text(ALNUM, 34)}`],
    ['jwt', jwt],
    ['private-key', (r) => key('RSA ', r)],
    ['private-key', (r) => key('OPENSSH ', r)],
    ['private-key', (r) => key('', r)],
    ['private-key', (r) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${lines(r)}\n-----END PGP PRIVATE KEY BLOCK-----`],
    ['private-key', (r) => `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: me\nPublic-Lines: 2\n${lines(r)}`],
    ['private-key', (r) => `client-key-data: ${Buffer.from(key('EC ', r)).toString('base64')}`],
    ['url-credentials', (r) => `postgresql://svc:${r.text(ALNUM, 15)}7@db1.acme.io:5432/prod`],
    ['url-credentials', (r) => `https://bot:${r.text(ALNUM, 19)}7@git.acme.io/team/repo.git`],
    ['docker-auth', (r) => `{"auths": {"https://index.docker.io/v1/": {"auth": "${Buffer.from(`acme:${r.text(ALNUM, 18)}`).toString('base64')}"}}}`],
    ['netrc', (r) => `machine api.acme.io\n  login bot\n  password ${r.text(ALNUM, 20)}`],
    ['npmrc', (r) => `//registry.acme.io/:_authToken=${r.text(ALNUM, 35)}7`],
];

function jwt(r: Random): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'RS256', kid: r.text(ALNUM, 12) })}.${part({ sub: r.text(ALNUM, 16), exp: 1_700_000_000 + r.below(100_000_000) })}.${r.text(URL_SAFE, 85)}Q`;
}

function lines(r: Random): string {
    return Array.from({ length: 6 }, () => r.text(BASE64, 64)).join('\n');
}

function key(kind: string, r: Random): string {
    return `-----BEGIN ${kind}PRIVATE KEY-----\n${lines(r)}\n-----END ${kind}PRIVATE KEY-----\n`;
}

/** Where people leave them. */
export const PLACES: readonly (readonly [string, (secret: string, r: Random) => string])[] = [
    ['train.py', (secret, r) => `import os\n\n${r.text(LOWER, 8)} = """${secret}"""\n`],
    ['app.js', (secret, r) => `const ${r.text(LOWER, 6)} = \`${secret}\`; // ours\n`],
    ['config.json', (secret, r) => JSON.stringify({ name: 'acme', [r.text(LOWER, 8)]: secret, steps: 100 }, undefined, 2)],
    ['minified.json', (secret) => JSON.stringify({ run: JSON.stringify({ args: [secret], n: 1 }) })],
    ['config.yaml', (secret, r) => `model: bert\n${r.text(LOWER, 8)}: |\n${secret}\nseed: 1\n`],
    ['notebook.ipynb', (secret) => JSON.stringify({ cells: [{ cell_type: 'code', source: ['import os\n', ...`${secret}\n`.split('\n').map((line) => `${line}\n`)], outputs: [] }], nbformat: 4 }, undefined, 1)],
    ['output.ipynb', (secret) => JSON.stringify({ cells: [{ cell_type: 'code', source: ['print(x)'], outputs: [{ name: 'stdout', text: [`value: ${secret}\n`] }] }], nbformat: 4 })],
    ['train.log', (secret) => `2026-01-02 10:11:12 INFO starting with ${secret}\n2026-01-02 10:11:13 INFO done\n`],
    ['.env.production', (secret) => `DEBUG=1\nVALUE=${secret}\nPORT=80\n`],
    ['README.md', (secret) => `# Model\n\nRun it with\n\n\`\`\`\n${secret}\n\`\`\`\n`],
    ['windows.ini', (secret) => `[main]\r\nvalue=${secret}\r\n`],
    ['notes.txt', (secret) => secret],
];
