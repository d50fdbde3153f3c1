import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { autoCarrier, createHub, directCarrier, fixedCarrier, systemClock, type Hub, type HubOptions, type HubShared, type RoutedCarrier, type TokenSource } from '../../services/hub';
import { language } from '../../ui/language';
import type { Actor, Ctx, Log, Stores } from '../ctx';
import { endpointUrl } from '../environment';
import type { Settings } from '../settings';
import { webhookSecrets } from '../webhook-secrets';
import type { EngineCall } from './call';
import { environmentValue } from './environment-value';
import { workspaceCarrier } from './http-carrier';
import { engineLog } from './log';
import { originOf, withOrigin } from './origin';
import { RoomFiles } from './room-files';
import { isRoomManager } from './room-manager';
import { Speaker } from './speaker';
import { openStores } from './stores';
import type { ProcessState } from './process-state';
import { toRoom } from './to-room';
import { toSurface } from './to-surface';
import { serverWorkspace } from './server-workspace';
import { tokenSource } from './token-source';
import { refusedSettings } from './workspace';

/** A handler may run for 30 s (the server's limit); what is left after this serves the answer. Milliseconds. */
const HUB_BUDGET_MS = 24_000;

/** The scheduler processor that works off the due-list once. */
export const WORK_PROCESSOR = 'work';

interface Given {
    /** To be used instead of the user's own. */
    readonly hub?: Hub;
    /** How often a request to Hugging Face is repeated, where that differs from what a person waits for. */
    readonly retries?: number;
}

/** Builds what a handler gets. Settings, preferences and the app's user are remembered between calls; nothing else is read. */
export async function buildCtx(state: ProcessState, call: EngineCall, { hub: given, retries }: Given = {}): Promise<Ctx> {
    const [settings, stores, workspaceLanguage] = await Promise.all([state.workspace.adminSettings(call.read), openStores(state, call), state.workspace.language(call.read)]);
    const user = actor(call.user);
    const preferences = await stores.preferences.get(user.id);
    const lang = language(preferences.language, user.language, settings.language, workspaceLanguage);
    const log = engineLog(call.logger);
    const carrier = chooseCarrier(settings, call, state.hubShared);
    const newId = (): string => randomId(state.rand);
    // Most calls ask the Hub nothing.
    let hub = given;
    const speaker = new Speaker(call, { appId: state.appId, newId, sender: () => state.workspace.appUser(call.read) });
    return {
        user,
        room: toRoom(call.room),
        ...(call.threadId !== undefined && { threadId: call.threadId }),
        lang,
        settings,
        stores,
        log,
        clock: state.clock,
        newId,
        get hub() {
            hub ??= hubFor({ settings, carrier, stores, state, user, log, ...(retries !== undefined && { retries }) });
            return hub;
        },
        runtime: {
            appId: state.appId,
            appVersion: state.appVersion,
            process: state.process,
            carrier,
            refusedSettings: () => refusedSettings(call.read),
            siteUrl: () => state.workspace.siteUrl(call.read),
            webhookSecrets: async () => webhookSecrets(stores.keys, await environmentValue(state, call, 'WEBHOOK_SECRET')),
            endpointUrl: async (path) => endpointUrl(await state.workspace.siteUrl(call.read), state.appId, path),
            hasWorkspaceAccount: async () => (await environmentValue(state, call, 'HF_TOKEN')) !== undefined,
        },
        workspace: serverWorkspace(call, state.appId, () => state.workspace.siteUrl(call.read)),
        files: new RoomFiles(call, { lang, appUser: () => state.workspace.appUser(call.read) }),
        say: (view, options) => speaker.say(view, options?.threadId),
        edit: (messageId, view) => speaker.edit(messageId, view),
        whisper: (view, options) => speaker.whisper(view, options?.replace ?? false),
        notify: (view) => speaker.notify(view, preferences.notifications),
        open: (surface) => openSurface(call, toSurface(withOrigin(surface, originOf(call)), state.appId)),
        wakeAt: (at) => wakeAt(call, at),
        isRoomManager: () => isRoomManager(call),
    };
}

interface HubParts {
    readonly settings: Settings;
    readonly carrier: RoutedCarrier;
    readonly stores: Stores;
    readonly state: ProcessState;
    readonly user: Actor;
    readonly log: Log;
    readonly retries?: number;
}

function hubFor({ stores, state, user, log, settings, ...parts }: HubParts): Hub {
    const options = hubOptions({ settings, state, ...parts });
    // Refreshing a token asks the Hub as well, without one.
    const anonymous = createHub(options);
    const token: TokenSource = tokenSource({ stores, user, hub: anonymous, clientId: settings.oauthClientId, clock: state.clock, log, refreshes: state.storeMemory.refreshes });
    return createHub({ ...options, token });
}

/** What every Hub client of one call has in common; without a token it is anonymous. */
export function hubOptions({ settings, carrier, state, retries }: Pick<HubParts, 'settings' | 'carrier' | 'state' | 'retries'>): HubOptions {
    return {
        ...(retries !== undefined && { retries }),
        carrier: carrier.send,
        shared: state.hubShared,
        urls: { hub: settings.hubUrl, router: settings.routerUrl, endpoints: settings.endpointsUrl, viewer: settings.datasetViewerUrl },
        clock: systemClock,
        deadline: state.clock() + HUB_BUDGET_MS,
    };
}

export function chooseCarrier(settings: Settings, call: Pick<EngineCall, 'http'>, shared: HubShared): RoutedCarrier {
    const direct = directCarrier(fetch);
    const workspace = workspaceCarrier(call.http);
    switch (settings.networkPath) {
        case 'direct':
            return fixedCarrier(direct, 'direct');
        case 'workspace':
            return fixedCarrier(workspace, 'workspace');
        case 'auto':
            return autoCarrier({ direct, workspace, clock: systemClock, memory: shared.network });
    }
}

export function actor(user: IUser): Actor {
    const spoken = user.settings?.preferences?.language;
    return { id: user.id, username: user.username, roles: user.roles ?? [], ...(spoken && { language: spoken }) };
}

/** The trigger dies after five seconds and one use; the server then drops the surface without a word. */
async function openSurface(call: EngineCall, view: ReturnType<typeof toSurface>): Promise<boolean> {
    if (call.triggerId === undefined) {
        return false;
    }
    await call.modify.getUiController().openSurfaceView(view, { triggerId: call.triggerId }, call.user);
    return true;
}

/** A wake-up call for the due-list. */
export async function wakeAt(call: Pick<EngineCall, 'modify'>, at: number): Promise<void> {
    await call.modify.getScheduler().scheduleOnce({ id: WORK_PROCESSOR, when: new Date(at), data: {} });
}

const ID_LETTERS = 'ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz23456789';
const ID_LENGTH = 17;

/** 17 letters and digits, the shape of Rocket.Chat's own ids. */
export function randomId(rand: (bytes: number) => Uint8Array): string {
    return Array.from(rand(ID_LENGTH), (byte) => ID_LETTERS[byte % ID_LETTERS.length]).join('');
}
