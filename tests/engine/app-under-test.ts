import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../app.json';
import type { Host, HostOptions } from '../../playground/host/host-api';
import { startHostProcess } from '../../playground/host/host-process';
import { startHost } from '../../playground/host/start-host';
import type { EphemeralMessage, SurfaceView } from '../../playground/host/workspace/events';
import type { MessageView } from '../../playground/host/workspace/message-view';
import type { MessageRecord } from '../../playground/host/workspace/records';
import { controlsOf, type Control } from '../../playground/terminal/controls';
import { renderMessage } from '../../playground/terminal/render';
import { startHub, type HubOptions, type HubServer } from '../../playground/hub/server';
import { inRoot } from '../../scripts/paths';

export const ZIP = inRoot('dist', 'tested', `${manifest.nameSlug}_${manifest.version}.zip`);
export const TOKEN_KEY_VARIABLE = `RC_APPS_${manifest.id.toUpperCase().replaceAll('-', '_')}_TOKEN_KEY`;
/** 32 bytes in base64, made up. */
export const TOKEN_KEY = Buffer.alloc(32, 7).toString('base64');

type AnyMessage = MessageView<MessageRecord> | MessageView<EphemeralMessage>;

/** One thing the app showed. */
export interface Shown {
    readonly kind: 'message' | 'updated' | 'ephemeral';
    /** Who sees it, when not everybody. */
    readonly user?: string;
    /** As a person reads it: blocks or text, attachments, buttons with their numbers. */
    readonly text: string;
    readonly failed: boolean;
    readonly message: AnyMessage;
    readonly controls: readonly Control[];
}

export interface Place {
    readonly user?: string;
    readonly room?: string;
    readonly threadId?: string;
}

export interface AppOptions {
    readonly host?: Partial<Omit<HostOptions, 'clock'>>;
    readonly hub?: HubOptions;
    /** In a process of its own: the engine can be started only once per process, and a file may need several. */
    readonly separate?: boolean;
}

/** The packaged app in the real engine, over the stand-in Hub, in a workspace of its own. */
export class AppUnderTest {
    /** Everything the app showed to anybody, oldest first. */
    readonly shown: Shown[] = [];
    readonly surfaces: Array<{ readonly user: string; readonly mode: string; readonly view: SurfaceView }> = [];

    private constructor(
        readonly host: Host,
        readonly hub: HubServer,
        private readonly dir: string,
    ) {
        host.on((event) => {
            switch (event.type) {
                case 'message':
                case 'updated':
                    this.shown.push(shown(event.type, event.message));
                    return;
                case 'ephemeral':
                    this.shown.push({ ...shown('ephemeral', event.message), user: event.user });
                    return;
                case 'surface':
                    this.surfaces.push(event);
                    return;
                default:
                    return;
            }
        });
    }

    static async start(options: AppOptions = {}): Promise<AppUnderTest> {
        const dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-test-'));
        const hub = await startHub(options.hub);
        const start = options.separate ? startHostProcess : startHost;
        const host = await start({ dir, zip: ZIP, jobPollMs: 50, env: { [TOKEN_KEY_VARIABLE]: TOKEN_KEY }, appSettings: hubSettings(hub), ...options.host });
        return new AppUnderTest(host, hub, dir);
    }

    async stop(): Promise<void> {
        await this.host.stop();
        await this.hub.stop();
        await rm(this.dir, { recursive: true, force: true });
    }

    /** Types `/hf …` and returns what the app showed because of it, placeholders left out. */
    async hf(words: string, { user = 'alice', room = 'general', threadId }: Place = {}): Promise<Shown[]> {
        return this.during(async () => {
            const { error } = await this.host.command({ user, room, text: `/hf ${words}`, ...(threadId !== undefined && { threadId }) });
            if (error !== undefined) {
                throw new Error(`The engine reports: ${error}`);
            }
        });
    }

    /** The same as one text. */
    async text(words: string, place: Place = {}): Promise<string> {
        return (await this.hf(words, place)).map(({ text }) => text).join('\n');
    }

    /** Presses the button with this label in what was shown. */
    async press(from: readonly Shown[], label: string | RegExp, user = 'alice'): Promise<Shown[]> {
        const control = from.flatMap(({ controls }) => controls).find((entry) => (typeof label === 'string' ? entry.label === label : label.test(entry.label)));
        if (!control) {
            throw new Error(`No button ${String(label)} in: ${from.map(({ text }) => text).join('\n')}`);
        }
        return this.during(() => this.click(control, user));
    }

    /** Signs a user in through the form, as a person does. */
    async signIn(user: string, token: string): Promise<Shown[]> {
        await this.hf('login', { user });
        return this.submitForm(user, 'login.token', { 'login.paste': token });
    }

    async submitForm(user: string, id: string, values: Record<string, unknown>): Promise<Shown[]> {
        const form = (await this.host.surfaces(user)).find((surface) => surface.id.startsWith(id));
        if (!form) {
            throw new Error(`${user} has no open form ${id}.`);
        }
        return this.during(async () => {
            await this.host.submit({ user, surfaceId: form.id, values });
        });
    }

    /** What the app shows while this happens; of ephemeral messages with the same id only the last, as clients do. */
    async during(work: () => Promise<unknown>): Promise<Shown[]> {
        const before = this.shown.length;
        await work();
        await this.host.idle();
        const added = this.shown.slice(before);
        return added.filter((entry, index) => !added.slice(index + 1).some((later) => later.message.id === entry.message.id));
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

function shown(kind: Shown['kind'], message: AnyMessage): Shown {
    const place = kind === 'ephemeral' ? { ephemeral: true as const, messageId: message.id, room: message.roomId } : { messageId: message.id, room: message.roomId };
    return {
        kind,
        text: renderMessage(message, place, 1).text,
        failed: message.blocks?.some(({ blockId }) => blockId?.startsWith('failed.')) ?? false,
        message,
        controls: controlsOf(message.blocks ?? [], place),
    };
}
