import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../app.json';
import type { Host, HostOptions } from '../../playground/host/host-api';
import { startHostProcess, type HostProcess } from '../../playground/host/host-process';
import { startHost } from '../../playground/host/start-host';
import type { SurfaceView } from '../../playground/host/workspace/events';
import { controlsOf, type Control } from '../../playground/terminal/controls';
import { renderSurface } from '../../playground/terminal/render';
import { startHub, type HubOptions, type HubServer } from '../../playground/hub/server';
import { inRoot } from '../../scripts/paths';
import { testKeys } from '../helpers/workspace-keys';
import { latestOnly, shownMessage, type Shown } from './shown';

export const ZIP = inRoot('dist', 'tested', `${manifest.nameSlug}_${manifest.version}.zip`);
export const TOKEN_KEY_VARIABLE = `RC_APPS_${manifest.id.toUpperCase().replaceAll('-', '_')}_TOKEN_KEY`;
/** 32 bytes in base64, made up. */
export const TOKEN_KEY = Buffer.alloc(32, 7).toString('base64');
/** How long `waitFor` waits at most, milliseconds. */
const PATIENCE_MS = 25_000;

export interface Place {
    readonly user?: string;
    readonly room?: string;
    readonly threadId?: string;
}

export interface AppOptions {
    readonly host?: Partial<Omit<HostOptions, 'clock'>>;
    readonly hub?: HubOptions;
    /** In a process of its own: for one that is killed, and for several at a time, because a process has one engine only. */
    readonly separate?: boolean;
}

/** An open form as its user sees it. */
export interface OpenForm {
    readonly id: string;
    readonly text: string;
    readonly controls: readonly Control[];
}

/** The packaged app in the real engine, over the stand-in Hub, in a workspace of its own. */
export class AppUnderTest {
    /** Everything the app showed to anybody, oldest first. */
    readonly shown: Shown[] = [];
    readonly surfaces: Array<{ readonly user: string; readonly kind: string; readonly mode: string; readonly view: SurfaceView }> = [];
    /** What stood under the fields of refused forms, oldest first. */
    readonly formErrors: Array<{ readonly user: string; readonly errors: Record<string, string> }> = [];

    private constructor(
        readonly host: Host | HostProcess,
        readonly hub: HubServer,
        private readonly home: { readonly dir: string; readonly options: AppOptions; readonly guest: boolean },
    ) {
        host.on((event) => {
            switch (event.type) {
                case 'message':
                case 'updated':
                    this.shown.push(shownMessage(event.type, event.message));
                    return;
                case 'ephemeral':
                    this.shown.push({ ...shownMessage('ephemeral', event.message), user: event.user });
                    return;
                case 'surface':
                    this.surfaces.push(event);
                    return;
                case 'viewErrors':
                    this.formErrors.push(event);
                    return;
                default:
                    return;
            }
        });
    }

    static async start(options: AppOptions = {}): Promise<AppUnderTest> {
        const dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-test-'));
        const hub = await startHub(options.hub);
        return AppUnderTest.open(hub, { dir, options, guest: false });
    }

    private static async open(hub: HubServer, home: AppUnderTest['home']): Promise<AppUnderTest> {
        const { dir, options, guest } = home;
        const start = options.separate || guest ? startHostProcess : startHost;
        const appSettings = { ...hubSettings(hub), ...options.host?.appSettings };
        const host = await start({ dir, zip: ZIP, jobPollMs: 50, env: { [TOKEN_KEY_VARIABLE]: TOKEN_KEY }, ...(!guest && { keys: testKeys() }), ...options.host, appSettings });
        return new AppUnderTest(host, hub, home);
    }

    /** Another server of the same workspace, in a process of its own. Stop it before the first one. */
    another(): Promise<AppUnderTest> {
        return AppUnderTest.open(this.hub, { ...this.home, guest: true });
    }

    async stop(): Promise<void> {
        await this.host.stop();
        await this.leave();
    }

    /** SIGKILL for the server and the app, as when a machine loses power. The workspace and the Hub stay. */
    async kill(): Promise<void> {
        if (!('kill' in this.host)) {
            throw new Error('Only a separate host can be killed.');
        }
        await this.host.kill();
    }

    /** What `stop` does beside the host, for one that was killed. */
    async leave(): Promise<void> {
        if (!this.home.guest) {
            await this.hub.stop();
            await rm(this.home.dir, { recursive: true, force: true });
        }
    }

    /** Types `/hf …` and returns what the app showed to this user meanwhile, placeholders left out. */
    async hf(words: string, place: Place = {}): Promise<Shown[]> {
        const { user = 'alice' } = place;
        const shown = await this.during(() => this.type(words, place));
        return shown.filter((entry) => entry.user === undefined || entry.user === user);
    }

    /** The same as one text. */
    async text(words: string, place: Place = {}): Promise<string> {
        return (await this.hf(words, place)).map(({ text }) => text).join('\n');
    }

    /** Types many at once, each in a thread of its own, and returns what was shown in each thread. */
    async hfAtOnce(lines: readonly string[], { user = 'alice', room = 'general' }: Omit<Place, 'threadId'> = {}): Promise<Shown[][]> {
        const roots = await Promise.all(lines.map((line) => this.host.post({ user, room, text: `Thread of ${line}` })));
        const added = await this.during(() => Promise.all(lines.map((line, index) => this.type(line, { user, room, threadId: roots[index]?.id }))));
        return roots.map((root) => added.filter(({ message }) => message.threadId === root?.id));
    }

    private async type(words: string, { user = 'alice', room = 'general', threadId }: Place): Promise<void> {
        const { error } = await this.host.command({ user, room, text: `/hf ${words}`, ...(threadId !== undefined && { threadId }) });
        if (error !== undefined) {
            throw new Error(`The engine reports: ${error}`);
        }
    }

    /** Presses the button with this label in what was shown. */
    async press(from: readonly Shown[] | OpenForm, label: string | RegExp, user = 'alice'): Promise<Shown[]> {
        return this.during(() => this.click(controlIn(from, label), user));
    }

    /** Chooses what begins with, or matches, `option` in the select with this placeholder. */
    async pick(from: readonly Shown[], label: string | RegExp, { option, user = 'alice' }: { readonly option: RegExp; readonly user?: string }): Promise<Shown[]> {
        const control = controlIn(from, label);
        const chosen = control.options?.find((entry) => option.test(entry.label));
        if (!chosen) {
            throw new Error(`No option ${String(option)} in: ${control.options?.map((entry) => entry.label).join(', ') ?? 'no select'}`);
        }
        return this.during(() => this.click({ ...control, value: chosen.value }, user));
    }

    /** Lets everybody's Rocket.Chat speak English; in the seed some have other languages. */
    async speakEnglish(): Promise<void> {
        for (const { username } of await this.host.users()) {
            await this.host.setLanguage({ user: username, language: 'en' });
        }
    }

    /** The form whose id begins with this, as it is open for the user. */
    async form(user: string, id: string): Promise<OpenForm> {
        const surface = (await this.host.surfaces(user)).find((open) => open.id.startsWith(id));
        if (!surface) {
            throw new Error(`${user} has no open form ${id}.`);
        }
        return { id: surface.id, text: renderSurface(surface.view, surface.values, 1).text, controls: controlsOf(surface.view.blocks, { surfaceId: surface.id }) };
    }

    async submitForm(user: string, id: string, values: Record<string, unknown>): Promise<Shown[]> {
        const { id: surfaceId } = await this.form(user, id);
        return this.during(() => this.host.submit({ user, surfaceId, values }));
    }

    /** Signs a user in through the form, as a person does. */
    async signIn(user: string, token: string): Promise<Shown[]> {
        await this.hf('login', { user });
        return this.submitForm(user, 'login.token', { 'login.paste': token });
    }

    /** Begins to sign an English-speaking user in on huggingface.co; answers the code that they are shown. */
    async startDevice(user: string): Promise<string> {
        await this.hf('login', { user });
        await this.press(await this.form(user, 'login.token'), 'Sign in with Hugging Face', user);
        const { text } = await this.form(user, 'login.token');
        const code = /`([A-Z]{4}-[A-Z]{4})`/.exec(text)?.[1];
        if (code === undefined) {
            throw new Error(`No code is shown: ${text}`);
        }
        return code;
    }

    /** What the app shows while this happens; of ephemeral messages with the same id only the last, as clients do. */
    async during(work: () => Promise<unknown>): Promise<Shown[]> {
        const before = this.shown.length;
        await work();
        await this.host.idle();
        return latestOnly(this.shown.slice(before).filter(({ message }) => message.sender === 'hf-teamflow.bot'));
    }

    /** What is shown first that fits, from the `since`th thing on: for what jobs tell. */
    async waitFor(fits: (shown: Shown) => boolean, since = 0): Promise<Shown> {
        for (const end = Date.now() + PATIENCE_MS; ;) {
            const found = this.shown.slice(since).find(fits);
            if (found) {
                return found;
            }
            if (Date.now() > end) {
                throw new Error(`Waited in vain. Shown meanwhile: ${this.shown.slice(since).map(({ text }) => text).join('\n')}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    private async click(control: Control, user: string): Promise<void> {
        const { place } = control;
        const where = 'surfaceId' in place ? { surfaceId: place.surfaceId } : { room: place.room, ...('ephemeral' in place ? {} : { messageId: place.messageId }) };
        await this.host.click({ user, actionId: control.actionId, blockId: control.blockId, ...(control.value !== undefined && { value: control.value }), ...where });
    }
}

export function hubSettings(hub: HubServer): Record<string, unknown> {
    return { hub_url: hub.url, router_url: hub.routerUrl, endpoints_url: hub.endpointsUrl, dataset_viewer_url: hub.viewerUrl };
}

function controlIn(from: readonly Shown[] | OpenForm, label: string | RegExp): Control {
    const controls = 'controls' in from ? from.controls : from.flatMap((shown) => shown.controls);
    const control = controls.find((entry) => (typeof label === 'string' ? entry.label === label : label.test(entry.label)));
    if (!control) {
        throw new Error(`No button ${String(label)} among: ${controls.map((entry) => entry.label).join(', ')}`);
    }
    return control;
}
