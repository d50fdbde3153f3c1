import type { Host } from '../host-api';
import { ClientView } from '../workspace/client-view';
import { createRoom } from '../workspace/create-room';
import type { HostParts } from './host-parts';

type ClientViewsApi = Pick<Host, 'listen' | 'login' | 'roomsOf' | 'history' | 'thread' | 'file' | 'openDirect' | 'slashCommands' | 'texts'>;

const PAGE = 50;

/** What a client of one user is shown. */
export function clientViewsApi({ workspace, engine, credentials }: HostParts): ClientViewsApi {
    const { users, rooms, events } = workspace;
    const view = new ClientView(workspace);
    return {
        listen(username, listener) {
            const user = users.demand(username);
            return events.on((event) => (view.hears(user, event) ? listener(event) : undefined));
        },

        login: async ({ 'X-User-Id': id, 'X-Auth-Token': token }) => Promise.resolve(credentials.check(id, token)),
        roomsOf: async (user) => Promise.resolve(view.rooms(users.demand(user))),
        history: async ({ user, room, before, limit = PAGE }) => Promise.resolve(view.history(users.demand(user), rooms.demand(room), { before, limit })),
        thread: async ({ user, rootId }) => Promise.resolve(view.thread(users.demand(user), rootId)),
        file: async ({ user, id }) => Promise.resolve(view.file(users.demand(user), id)),

        async openDirect({ user, other }) {
            const members = [users.demand(other).username];
            return Promise.resolve(createRoom(workspace, { type: 'd', creator: users.demand(user), members }).id);
        },

        async slashCommands() {
            const { commands } = engine.manager.getBridges().getCommandBridge() as unknown as { commands: ReadonlyMap<string, Shown> };
            return Promise.resolve([...commands.values()].map(({ command, i18nDescription, i18nParamsExample, providesPreview }) => ({ command, i18nDescription, i18nParamsExample, providesPreview })));
        },

        async texts(language) {
            const { languageContent } = engine.app.getStorageItem();
            return Promise.resolve({ ...textsIn(languageContent, 'en'), ...textsIn(languageContent, language) });
        },
    };
}

type Shown = Awaited<ReturnType<Host['slashCommands']>>[number];

const textsIn = (content: Readonly<Record<string, unknown>>, language: string): Record<string, string> => (content[language] ?? {}) as Record<string, string>;
