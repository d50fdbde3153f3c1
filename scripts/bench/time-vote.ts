import type { Host } from '../../playground/host/host-api';
import { openStore } from '../../playground/host/store/open-store';
import { PersistenceRecords } from '../../playground/host/store/persistence-records';
import type { MessageView } from '../../playground/host/workspace/message-view';
import { fakeToken } from '../../playground/hub/seed/ids';
import { controlsOf } from '../../playground/terminal/controls';
import type { Timing } from './figures';
import { summary } from './summary';

/** The request that is voted on grows by a fact with each vote, so it is not to be voted on for long. */
const WARM_UP = 10;
const RUNS = 100;
const ROOM = 'general';
const PATIENCE_MS = 30_000;

interface Workspace {
    readonly dir: string;
    readonly appId: string;
    /** So many requests that are over are in the store. */
    readonly closed: number;
}

/** What a reaction that votes takes. The app's `approver_roles` have to name bo's role `ml-lead`. */
export async function timeVote(host: Host, workspace: Workspace): Promise<Timing> {
    await host.command({ user: 'alice', room: ROOM, text: `/hf login ${fakeToken('alice')}` });
    await host.command({ user: 'admin', room: ROOM, text: '/hf env set bench --target branch --ref bench --approvals 2' });
    const over = await request(host, undefined);
    await host.command({ user: 'alice', room: ROOM, text: `/hf deploy cancel ${over.id}` });
    await until(host, async () => (await host.messages(ROOM, { threadId: over.message.id })).some(({ text }) => text?.includes('Cancelled')));
    multiply(workspace, over.id);
    const { message } = await request(host, over.id);
    const times: number[] = [];
    let before = 0;
    for (let run = 0; run < WARM_UP + RUNS; run++) {
        before = run === WARM_UP ? await host.roundTrips() : before;
        const started = performance.now();
        await host.react({ user: 'bo', messageId: message.id, emoji: ':+1:', on: run % 2 === 0 });
        times.push(performance.now() - started);
    }
    return summary(times.slice(WARM_UP), ((await host.roundTrips()) - before) / RUNS);
}

interface Request {
    readonly id: string;
    readonly message: MessageView;
}

/** Asks for a deployment; answers when the request is posted. */
async function request(host: Host, earlier: string | undefined): Promise<Request> {
    await host.command({ user: 'alice', room: ROOM, text: '/hf deploy acme/bert-prod --environment bench --show-private' });
    return until(host, async () => (await host.messages(ROOM)).filter(({ threadId }) => threadId === undefined).map(requestIn).find((found) => found !== undefined && found.id !== earlier));
}

function requestIn(message: MessageView): Request | undefined {
    const id = controlsOf(message.blocks ?? [], { room: message.roomId, messageId: message.id }).find(({ actionId }) => actionId === 'approval.approve')?.value;
    return typeof id === 'string' ? { id, message } : undefined;
}

/** Copies what is stored of a closed request, under other ids. */
function multiply({ dir, appId, closed }: Workspace, id: string): void {
    const store = openStore(dir);
    const records = new PersistenceRecords(store);
    const facts = records.byAll(appId, [JSON.stringify({ model: 'misc', id: `fact:approval:${id}` })]);
    if (facts.length === 0) {
        throw new Error(`Nothing is stored of request ${id}.`);
    }
    for (let copy = 1; copy < closed; copy++) {
        const named = (text: string): string => text.replaceAll(id, `${id}${copy}`);
        facts.forEach(({ data, associations }) => records.insert(appId, JSON.parse(named(JSON.stringify(data))) as object, associations.map(named)));
    }
    store.close();
}

/** Runs the app's jobs until there is something. */
async function until<T>(host: Host, look: () => Promise<T | false | undefined>): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
        await host.runDueJobs();
        const found = await look();
        if (found) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Waited in vain: ${(await host.messages(ROOM)).map(({ text }) => text).join('\n')}`);
}
