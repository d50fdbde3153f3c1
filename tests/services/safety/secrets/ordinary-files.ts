import type { Random } from './random';
import { ALNUM, BASE64, HEX, LOWER, URL_SAFE } from './random';

const words = (r: Random, count: number): string => Array.from({ length: count }, () => r.text(LOWER, 2 + r.below(8))).join(' ');
const sha = (r: Random): string => r.text(HEX, 40);
const many = (count: number, make: () => string): string => Array.from({ length: count }, make).join('\n');

/** Files as they lie in repositories, with all that looks like a secret and is none. */
export const ORDINARY: readonly (readonly [string, (r: Random) => string])[] = [
    ['README.md', (r) => `---\nlicense: mit\nbase_model: acme/${words(r, 1)}\n---\n# ${words(r, 3)}\n\n${many(20, () => words(r, 12))}\n\nCommit \`${sha(r)}\`, sha256 ${r.text(HEX, 64)}.\n`],
    ['docs/tokens.md', (r) => `Create a token at https://huggingface.co/settings/tokens, it begins with \`hf_\`.\n\n    export HF_TOKEN=hf_${'x'.repeat(34)}\n    huggingface-cli login --token hf_your_token_here\n    curl -H "Authorization: Bearer $HF_TOKEN" https://huggingface.co/api/whoami-v2\n    git clone https://user:$HF_TOKEN@huggingface.co/acme/${words(r, 1)}\n    OPENAI_API_KEY=sk-your-key-here AWS_ACCESS_KEY_ID=AKIA${'IOSFODNN7EXAMPLE'} AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n    api_key = "<your api key>"  # sk-...\n`],
    ['docs/keys.md', (r) => `A key begins with \`-----BEGIN PRIVATE KEY-----\` and ends with \`-----END PRIVATE KEY-----\`.\n\n-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----\n\n-----BEGIN CERTIFICATE-----\n${many(8, () => r.text(BASE64, 64))}\n-----END CERTIFICATE-----\n`],
    ['config.json', (r) => JSON.stringify({ architectures: ['LlamaForCausalLM'], bos_token_id: 1, pad_token: '<pad>', vocab_size: r.below(100_000), token_type_ids: 2, _commit_hash: sha(r), torch_dtype: 'bfloat16', auto_map: { AutoModel: 'modeling.Model' } }, undefined, 2)],
    ['tokenizer.json', (r) => JSON.stringify({ model: { vocab: Object.fromEntries(Array.from({ length: 800 }, (_none, id) => [`${r.pick(['Ġ', '', '▁', '##', 'sk-', 'hf_', 'AK', 'token=', '://', 'key":"'])}${r.text(ALNUM, 1 + r.below(14))}`, id])), merges: Array.from({ length: 200 }, () => `${r.text(ALNUM, 3)} ${r.text(ALNUM, 4)}`) }, added_tokens: [{ id: 0, content: '<|endoftext|>' }] })],
    ['vocab.txt', (r) => many(1_000, () => r.text(`${URL_SAFE}.:/@=`, 1 + r.below(16)))],
    ['notebook.ipynb', (r) => JSON.stringify({ cells: [{ cell_type: 'code', source: ['from huggingface_hub import login\n', 'login(token=os.environ["HF_TOKEN"])\n', `api_key = userdata.get("OPENAI_API_KEY")\n`], outputs: [{ data: { 'image/png': r.text(BASE64, 12_000), 'text/plain': [`<Figure size 640x480 at 0x${r.text(HEX, 12)}>`] } }] }], metadata: { id: r.text(URL_SAFE, 12) } })],
    ['train.log', (r) => many(60, () => `2026-01-0${1 + r.below(9)} 10:11:12 INFO step ${r.below(9_999)} loss ${r.next()} commit ${sha(r)} https://cdn-lfs.hf.co/repos/${r.text(HEX, 64)}?X-Amz-Credential=AKIA${r.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}%2F20260101&X-Amz-Signature=${r.text(HEX, 64)}`)],
    ['requirements.txt', (r) => many(30, () => `${words(r, 1)}==${r.below(9)}.${r.below(20)}.${r.below(9)} --hash=sha256:${r.text(HEX, 64)}`)],
    ['package-lock.json', (r) => JSON.stringify({ packages: Object.fromEntries(Array.from({ length: 30 }, () => [`node_modules/${words(r, 1)}`, { version: '1.0.0', integrity: `sha512-${r.text(BASE64, 86)}==` }])) })],
    ['docker-compose.yml', (r) => `services:\n  db:\n    image: postgres@sha256:${r.text(HEX, 64)}\n    environment:\n      POSTGRES_PASSWORD: postgres\n      DATABASE_URL: postgres://postgres:postgres@db:5432/${words(r, 1)}\n      REDIS_URL: redis://:password@localhost:6379\n      API_KEY: \${API_KEY}\n      HF_TOKEN: {{ hf_token }}\n`],
    ['app.py', (r) => `import os\n\nHF_TOKEN = os.environ.get("HF_TOKEN")\npassword = getpass("Password: ")\nurl = f"https://{user}:{token}@huggingface.co/{repo}"\nclient = Client(api_key=settings.api_key, token=config["token"])\nID = "${r.text(HEX, 8)}-${r.text(HEX, 4)}-4${r.text(HEX, 3)}-a${r.text(HEX, 3)}-${r.text(HEX, 12)}"\nSHA = "${sha(r)}"\nassert tokenizer.eos_token == "</s>"\nMODEL = "sk-learn-contrib/${words(r, 1)}-${sha(r)}"\n`],
    ['data.csv', (r) => many(200, () => `${r.below(100_000)},${r.text(HEX, 32)},${r.text(ALNUM, 22)},${words(r, 6)},https://example.com/${r.text(URL_SAFE, 11)}`)],
    ['index.html', (r) => `<html><img src="data:image/png;base64,${r.text(BASE64, 4_000)}"><script src="https://cdn.acme.io/a.js" integrity="sha384-${r.text(BASE64, 64)}"></script></html>`],
    ['pytorch_model.bin.index.json', (r) => JSON.stringify({ metadata: { total_size: r.below(1e9) }, weight_map: Object.fromEntries(Array.from({ length: 100 }, (_none, at) => [`model.layers.${at}.self_attn.k_proj.weight`, `pytorch_model-0000${r.below(9)}-of-00009.bin`])) })],
];
