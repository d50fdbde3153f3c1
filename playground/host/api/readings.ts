import type { Host } from '../host-api';
import { viewOf } from '../workspace/message-view';
import type { HostParts } from './host-parts';

type ReadingsApi = Pick<
    Host,
    | 'users' | 'rooms' | 'members' | 'messages' | 'message' | 'uploadBytes' | 'getServerSetting' | 'setServerSetting' | 'persistenceRecords' | 'jobs'
    | 'appLogs' | 'now' | 'roundTrips' | 'credentials'
>;

/** What is in the workspace. */
export function readingsApi({ workspace, engine, persistence, jobRecords, clock, credentials }: HostParts): ReadingsApi {
    const { users, rooms, messages, uploads, settings } = workspace;
    return {
        users: async () => Promise.resolve(users.all()),
        rooms: async () => Promise.resolve(rooms.all()),

        async members(room) {
            const members = rooms.members(rooms.demand(room).id);
            return Promise.resolve(members.flatMap((member) => users.byId(member.userId)?.username ?? []));
        },

        async messages(room, { threadId } = {}) {
            const found = threadId ? messages.inThread(threadId) : messages.inRoom({ roomId: rooms.demand(room).id });
            return Promise.resolve(found.map((message) => viewOf(workspace, message)));
        },

        async message(id) {
            const message = messages.byId(id);
            return Promise.resolve(message && viewOf(workspace, message));
        },

        uploadBytes: async (id) => Promise.resolve(uploads.bytes(id)),
        getServerSetting: async (id) => Promise.resolve(settings.byId(id)?.value),
        setServerSetting: async (id, value) => Promise.resolve(settings.set(id, value)),
        persistenceRecords: async () => Promise.resolve(persistence.all(engine.app.getID())),
        jobs: async () => Promise.resolve(jobRecords.all()),
        appLogs: async (limit) => Promise.resolve(engine.logs.entries(engine.app.getID(), limit).map((entry) => ({ ...entry }))),
        now: async () => Promise.resolve(clock.now()),
        roundTrips: async () => Promise.resolve(engine.traffic.roundTrips),
        credentials: async (user) => Promise.resolve(credentials.of(user)),
    };
}
