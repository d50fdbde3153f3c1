import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Host } from '../../playground/host/host-api';
import { startHost } from '../../playground/host/start-host';
import { startHub, type HubServer } from '../../playground/hub/server';
import { PLAYGROUND_OAUTH_CLIENT } from '../../playground/hub/seed/index';
import { startPage, type PageServer } from '../../playground/page/server/page-server';
import { BROWSER_FLAGS, findBrowser } from '../../scripts/find-browser';
import { hubSettings, TOKEN_KEY, TOKEN_KEY_VARIABLE, ZIP } from '../engine/app-under-test';
import { testKeys } from '../helpers/workspace-keys';

/** Path of the Chromium that the tests of the page drive; undefined on a machine where there is none and npm has none. */
export const BROWSER = await findBrowser();

/** How long a test of the page may take: it starts a browser, an engine and an app. */
export const PAGE_TIMEOUT_MS = 120_000;
/** How long something may take to show up on the page: four browsers load it on two busy cores. Only what fails takes it. */
const PATIENCE_MS = 30_000;

let launched: Promise<Browser> | undefined;

/** One for all test files of a process, since a start costs seconds; each test has profiles of its own in it. It ends with the process. */
export function sharedBrowser(): Promise<Browser> {
    launched ??= chromium.launch({ executablePath: BROWSER ?? '', args: BROWSER_FLAGS });
    return launched;
}

interface Options {
    /** Path of the app's package; default: ours. */
    readonly zip?: string;
}

/** The page as its visitors use it: a real browser, the real engine with the packaged app, the stand-in Hub. */
export class PageUnderTest {
    /** What the page wrote to the browser's console as an error, or threw. */
    readonly problems: string[] = [];
    private readonly profiles: BrowserContext[] = [];

    private constructor(readonly host: Host, readonly hub: HubServer, private running: PageServer, private readonly dir: string) {}

    get server(): PageServer {
        return this.running;
    }

    static async start({ zip = ZIP }: Options = {}): Promise<PageUnderTest> {
        const dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-page-'));
        const hub = await startHub();
        const appSettings = zip === ZIP ? { ...hubSettings(hub), oauth_client_id: PLAYGROUND_OAUTH_CLIENT } : {};
        const host = await startHost({ dir, zip, jobPollMs: 50, env: { [TOKEN_KEY_VARIABLE]: TOKEN_KEY }, keys: testKeys(), appSettings });
        for (const { username } of await host.users()) {
            await host.setLanguage({ user: username, language: 'en' });
        }
        const server = await startPage({ host, hub, hubUrl: hub.url, port: 0 });
        return new PageUnderTest(host, hub, server, dir);
    }

    /** A tab of its own browser profile, as this user, the guided tour closed unless it is asked for. */
    async open(user: string, { path = '/', tour = false, ...context }: BrowserContextOptions & { path?: string; tour?: boolean } = {}): Promise<Page> {
        const profile = await (await sharedBrowser()).newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...context });
        this.profiles.push(profile);
        profile.setDefaultTimeout(PATIENCE_MS);
        if (!tour) {
            await profile.addInitScript(() => window.localStorage.setItem('tour', 'closed'));
        }
        const page = await profile.newPage();
        page.on('pageerror', (error) => this.problems.push(error.stack ?? error.message));
        page.on('console', (message) => message.type() === 'error' && this.problems.push(message.text()));
        await page.goto(`${this.server.url}${path}?as=${user}`);
        await page.getByRole('navigation', { name: 'Rooms' }).or(page.getByRole('heading', { level: 1 })).first().waitFor();
        return page;
    }

    /** The page's server is gone while this happens, and back on the same port afterwards. */
    async withoutServer(meanwhile: () => Promise<unknown>): Promise<void> {
        const port = Number(new URL(this.server.url).port);
        await this.server.stop();
        try {
            await meanwhile();
        } finally {
            this.running = await startPage({ host: this.host, hub: this.hub, hubUrl: this.hub.url, port });
        }
    }

    async stop(): Promise<void> {
        await Promise.all(this.profiles.map((profile) => profile.close()));
        await this.server.stop();
        await this.host.stop();
        await this.hub.stop();
        await rm(this.dir, { recursive: true, force: true });
    }
}

/** Types a line into the room's message box and sends it as it stands. */
export async function say(page: Page, line: string): Promise<void> {
    const box = page.getByRole('combobox', { name: /^Message to/ });
    await box.fill(line);
    await page.getByRole('main').getByRole('button', { name: 'Send' }).click();
}
