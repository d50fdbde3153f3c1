import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { callPickle } from '../playground/hub/bytes/pickle';
import { fakeToken } from '../playground/hub/seed/ids';
import { startPage, type PageServer } from '../playground/page/server/page-server';
import { startPlayground, type Playground } from '../playground/start-playground';
import { BROWSER_FLAGS, findBrowser } from './find-browser';
import { inRoot } from './paths';

/** Ports of their own: a playground that runs meanwhile is not disturbed. Not 4190, which no `fetch` asks: webhooks come here. */
const PORT = 4290;
const HUB_PORT = 4291;

/** Percent; below it letters get blurred. */
const QUALITY = 80;

type Stage = Playground & { readonly page: PageServer; readonly browser: Browser };

interface Picture {
    readonly file: string;
    readonly user: string;
    readonly options?: BrowserContextOptions;
    /** What is done before the picture is taken. */
    readonly show: (page: Page, stage: Stage) => Promise<unknown>;
}

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
const SEARCH = '/hf models search bert --task fill-mask --limit 4';

const box = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('combobox', { name: /^Message to/ });

async function say(page: Page, line: string, answer: string | RegExp): Promise<void> {
    await box(page).fill(line);
    await page.getByRole('main').getByRole('button', { name: 'Send' }).click();
    await page.getByText(answer).last().waitFor();
}

const inThread = (page: Page, text: string): Promise<void> => page.getByRole('log', { name: 'Thread' }).getByText(text).first().waitFor();

/** In this order: later ones show what was said in earlier ones. */
const PICTURES: readonly Picture[] = [
    {
        file: 'room.webp', user: 'alice',
        async show(page, { host }) {
            await host.post({ user: 'bo', room: 'ml-models', text: 'Which of the two do we take for the *ticket router*? It has to run on a CPU.' });
            await page.getByRole('link', { name: /ml-models/ }).click();
            await say(page, '/hf compare google-bert/bert-base-uncased distilbert/distilbert-base-uncased --public', /distilbert-base-uncased/);
            const comparison = (await host.messages('ml-models')).at(-1);
            await host.react({ user: 'carol', messageId: comparison?.id ?? '', emoji: ':eyes:' });
            await host.react({ user: 'bo', messageId: comparison?.id ?? '', emoji: ':+1:' });
            await host.post({ user: 'bo', room: 'ml-models', threadId: comparison?.id ?? '', text: 'DistilBERT: 40 % smaller, same licence.' });
            await host.post({ user: 'sec', room: 'ml-models', threadId: comparison?.id ?? '', text: 'Both are safetensors, fine for me. :lock:' });
            await page.getByRole('button', { name: '2 replies' }).click();
            await page.getByText('fine for me').waitFor();
        },
    },
    { file: 'search.webp', user: 'alice', show: (page) => say(page, SEARCH, /results/) },
    {
        file: 'suggestions.webp', user: 'alice',
        async show(page) {
            await box(page).pressSequentially('/hf info model bert');
            await page.getByRole('listbox').getByRole('option').nth(2).waitFor();
        },
    },
    {
        file: 'sign-in.webp', user: 'carol',
        async show(page, { host }) {
            await host.setLanguage({ user: 'carol', language: 'pt-BR' });
            await box(page).fill('/hf login');
            await page.getByRole('main').getByRole('button', { name: 'Send' }).click();
            await page.getByRole('dialog').waitFor();
        },
    },
    {
        file: 'other-side.webp', user: 'bo', options: { colorScheme: 'dark' },
        async show(page) {
            await page.getByRole('link', { name: /ml-models/ }).click();
            await page.getByRole('button', { name: 'Hugging Face stand-in' }).click();
            await page.getByRole('button', { name: 'Push a commit' }).click();
            await page.getByText('Sent to webhooks (1)').waitFor();
        },
    },
    { file: 'settings.webp', user: 'admin', show: async (page) => page.getByRole('button', { name: 'App settings' }).click().then(() => page.getByRole('button', { name: 'Save changes' }).waitFor()) },
    {
        file: 'deploy.webp', user: 'alice', options: { viewport: { width: 1280, height: 860 } },
        async show(page, stage) {
            await prepareDeployment(stage);
            await page.getByRole('link', { name: /ml-models/ }).click();
            await say(page, '/hf deploy acme/bert-prod --environment prod --show-private', /asks to put/);
            await page.getByRole('button', { name: '1 reply' }).click();
            const request = (await stage.host.messages('ml-models')).find(({ text }) => text?.includes('asks to put'));
            await stage.host.react({ user: 'bo', messageId: request?.id ?? '', emoji: ':+1:' });
            await page.getByText('Still needed: 1 more approval').waitFor();
            await page.getByRole('button', { name: 'Expand Configuration' }).first().click();
            await page.getByRole('button', { name: '1 reply' }).scrollIntoViewIfNeeded();
        },
    },
    { file: 'phone.webp', user: 'sec', options: PHONE, show: (page) => say(page, '/hf info model google-bert/bert-base-uncased', /Security scan/) },
    {
        file: 'watching.webp', user: 'alice',
        async show(page, { hub }) {
            await page.getByRole('link', { name: /ml-models/ }).click();
            await say(page, '/hf watch acme', /is shown of/);
            for (const [author, title] of COMMITS) {
                hub?.change({ kind: 'commit', repo: EMBEDDER, author, title, files: [{ path: 'notes.md', content: title }] });
            }
            await page.getByText(`${COMMITS.length} new commits`).waitFor();
        },
    },
    {
        file: 'pull-request.webp', user: 'alice',
        async show(page, { hub }) {
            await page.getByRole('link', { name: /ml-models/ }).click();
            hub?.change({ kind: 'open-pull-request', repo: EMBEDDER, author: 'carol', title: 'Tokenise tickets in lower case', description: 'Subjects come in all caps; **recall** goes from 0.81 to 0.86 on last month’s tickets.', files: [{ path: 'tokenizer_config.json', content: '{"do_lower_case":true}' }] });
            const num = hub?.state.findRepo('model', EMBEDDER.id)?.discussions.at(-1)?.num ?? 0;
            await page.getByText('Tokenise tickets in lower case').waitFor();
            hub?.change({ kind: 'comment', repo: EMBEDDER, num, author: 'bo', text: 'Does this hold for German nouns as well?' });
            await page.getByText('1 comment').waitFor();
            hub?.change({ kind: 'comment', repo: EMBEDDER, num, author: 'carol', text: 'Yes: 0.83 → 0.87. I added the table to the card.' });
            await page.getByText('2 comments').waitFor();
            await page.getByRole('button', { name: '2 replies' }).click();
            await inThread(page, 'I added the table');
        },
    },
    {
        file: 'monitor.webp', user: 'bo',
        async show(page, { host, hub }) {
            await page.getByRole('link', { name: /ml-incidents/ }).click();
            for (const percent of LOAD) {
                hub?.change({ kind: 'space-cpu', space: 'acme/demo', percent, memoryPercent: 20 + percent / 2 });
                // Whatever is said to a monitor lets it look at once.
                await host.command({ user: 'alice', room: 'ml-incidents', text: '/hf space monitor acme/demo --alerts cpu,memory,error --threshold 80 --for 0m --notify @bo' });
                await page.getByText(`CPU: ${percent}%`).waitFor();
            }
            await page.getByRole('button', { name: '1 reply' }).click();
            await inThread(page, 'CPU above 80%');
        },
    },
    {
        file: 'push.webp', user: 'alice', options: { viewport: { width: 1200, height: 780 } },
        async show(page, { host }) {
            await page.getByRole('link', { name: /ml-models/ }).click();
            const root = await host.post({ user: 'alice', room: 'ml-models', text: 'The ticket router is trained: macro F1 0.91 on last month’s tickets. Its files are in the thread.' });
            for (const [name, bytes] of Object.entries(ROUTER)) {
                await host.upload({ user: 'alice', room: 'ml-models', threadId: root?.id ?? '', name, bytes });
            }
            await page.getByRole('button', { name: '3 replies' }).click();
            await page.getByRole('combobox', { name: 'Reply' }).fill('/hf push model --repo acme/ticket-router --message "Train on the tickets of October"');
            await page.getByRole('combobox', { name: 'Reply' }).press('Enter');
            await page.getByRole('button', { name: 'Review', exact: true }).click();
            await page.getByRole('dialog').waitFor();
        },
    },
    {
        file: 'pull.webp', user: 'alice', options: { viewport: { width: 1060, height: 800 } },
        async show(page) {
            await page.getByRole('link', { name: /ml-models/ }).click();
            await say(page, '/hf pull model sshleifer/tiny-gpt2', 'Every file has been checked');
        },
    },
];

const HEADER = '{"w":{"dtype":"F32","shape":[256],"data_offsets":[0,1024]}}';
/** Weights, what describes them, and a pickle that would run a program. */
const ROUTER: Readonly<Record<string, Uint8Array>> = {
    'model.safetensors': Buffer.concat([Buffer.from([HEADER.length, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(HEADER), Buffer.alloc(1024)]),
    'config.json': Buffer.from(JSON.stringify({ model_type: 'bert', num_labels: 4 })),
    'vectorizer.pkl': callPickle('posix', 'system', 'id'),
};

const EMBEDDER = { type: 'model', id: 'acme/embedder' } as const;
const COMMITS = [['carol', 'Retrain on the tickets of October'], ['alice', 'Fix the pooling of empty texts'], ['carol', 'Say in the card what changed']] as const;
/** Percent. */
const LOAD = [4, 6, 5, 12, 9, 22, 38, 35, 57, 71, 78, 92] as const;

/** An environment, something that is live in it, and a commit on top of that. */
async function prepareDeployment({ host, hub }: Stage): Promise<void> {
    const admin = (text: string): Promise<unknown> => host.command({ user: 'admin', room: 'general', text });
    await host.command({ user: 'alice', room: 'general', text: `/hf login ${fakeToken('alice')}` });
    await admin(`/hf login ${fakeToken('alice')}`);
    await admin('/hf env set prod --target endpoint --name acme/bert-prod --hardware aws/us-east-1/nvidia-l4/x1 --max-replicas 2 --strict --approvals 2 --roles security-reviewer --gates security,license');
    const endpoint = hub?.state.endpoints.get('acme/bert-prod');
    const repo = hub?.state.findRepo('model', 'acme/bert-prod');
    if (!hub || !endpoint || !repo) {
        throw new Error('The pictures are of the stand-in Hub.');
    }
    const compute = { accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1', scaling: { minReplica: 0, maxReplica: 2 } } as const;
    const model = { ...endpoint.spec.model, revision: repo.branches.get('main') ?? '' };
    hub.state.record({ kind: 'endpoint-updated', namespace: 'acme', name: 'bert-prod', by: 'carol', spec: { ...endpoint.spec, compute, model } });
    hub.change({ kind: 'endpoint-state', namespace: 'acme', name: 'bert-prod', state: 'running' });
    const config: unknown = await (await fetch(`${hub.url}/acme/bert-prod/resolve/main/config.json`, { headers: { authorization: `Bearer ${fakeToken('alice')}` } })).json();
    const longer = JSON.stringify({ ...Object(config) as object, max_position_embeddings: 1024 }, undefined, 2);
    hub.change({ kind: 'commit', repo: { type: 'model', id: 'acme/bert-prod' }, author: 'alice', title: 'Longer tickets', files: [{ path: 'config.json', content: longer }] });
}

/** Those that are to be kept; all, when none is named. */
const wanted = process.argv.slice(2);

/** `npm run pictures [-- deploy.webp …]`: takes them anew, of the real app over the stand-in Hub. */
async function main(): Promise<void> {
    const dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-pictures-'));
    const playground = await startPlayground({ dir, hubPort: HUB_PORT, siteUrl: `http://127.0.0.1:${PORT}` });
    const page = await startPage({ host: playground.host, hub: playground.hub, hubUrl: playground.hubUrl, port: PORT });
    const browser = await chromium.launch({ executablePath: await findBrowser() ?? '', args: BROWSER_FLAGS });
    try {
        await mkdir(inRoot('docs', 'screenshots'), { recursive: true });
        for (const { username } of await playground.host.users()) {
            await playground.host.setLanguage({ user: username, language: 'en' });
        }
        for (const picture of PICTURES) {
            await take(picture, { ...playground, page, browser });
        }
    } finally {
        await browser.close();
        await page.stop();
        await playground.stop();
        await rm(dir, { recursive: true, force: true });
    }
}

async function take({ file, user, options, show }: Picture, stage: Stage): Promise<void> {
    const context = await stage.browser.newContext({ locale: 'en-US', viewport: { width: 1200, height: 720 }, ...options });
    await context.addInitScript(() => window.localStorage.setItem('tour', 'closed'));
    const page = await context.newPage();
    await page.goto(`${stage.page.url}/?as=${user}`);
    await box(page).waitFor();
    await show(page, stage);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const protocol = await context.newCDPSession(page);
    const { data } = await protocol.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
    if (wanted.length === 0 || wanted.includes(file)) {
        await writeFile(inRoot('docs', 'screenshots', file), Buffer.from(data, 'base64'));
        console.log(`docs/screenshots/${file}  ${Math.ceil(data.length * 0.75 / 1024)} KiB`);
    }
    await context.close();
}

await main();
process.exit(0);
