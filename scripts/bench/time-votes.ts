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
}

/**
 * What a reaction that votes takes, for each number of closed requests in the store, which grow. The app's `approver_roles` have
 * to name bo's role `ml-lead`.
 */
export async function timeVotes(host: Host, workspace: Workspace, numbers: readonly number[]): Promise<Timing[]> {
    await host.command({ user: 'alice', room: ROOM, text: `/hf login ${fakeToken('alice')}` });
    await host.command({ user: 'admin', room: ROOM, text: '/hf env set bench --target branch --ref bench --approvals 2' });
    const closed = await request(host);
    await cancel(host, closed);
    const timings: Timing[] = [];
    for (const [index, number] of numbers.entries()) {
        multiply(workspace, closed.id, { from: numbers[index - 1] ?? 1, to: number });
        const open = await request(host);
        timings.push(await timeVote(host, open.message.id));
        await cancel(host, open);
    }
    return timings;
}

async function timeVote(host: Host, messageId: string): Promise<Timing> {
    const times: number[] = [];
    let before = 0;
    for (let run = 0; run < WARM_UP + RUNS; run++) {
        before = run === WARM_UP ? await host.roundTrips() : before;
        const started = performance.now();
        await host.react({ user: 'bo', messageId, emoji: ':+1:', on: run % 2 === 0 });
        times.push(performance.now() - started);
    }
    return summary(times.slice(WARM_UP), ((await host.roundTrips()) - before) / RUNS);
}

interface Request {
    readonly id: string;
    readonly message: MessageView;
}

/** Asks for a deployment; answers when the request is posted. */
async function request(host: Host): Promise<Request> {
    const earlier = new Set((await host.messages(ROOM)).map(({ id }) => id));
    await host.command({ user: 'alice', room: ROOM, text: '/hf deploy acme/bert-prod --environment bench --show-private' });
    return until(host, async () => (await host.messages(ROOM)).filter(({ id, threadId }) => threadId === undefined && !earlier.has(id)).map(requestIn).find((found) => found !== undefined));
}

async function cancel(host: Host, { id, message }: Request): Promise<void> {
    await host.command({ user: 'alice', room: ROOM, text: `/hf deploy cancel ${id}` });
    await until(host, async () => (await host.messages(ROOM, { threadId: message.id })).some(({ text }) => text?.includes('Cancelled')));
}

function requestIn(message: MessageView): Request | undefined {
    const id = controlsOf(message.blocks ?? [], { room: message.roomId, messageId: message.id }).find(({ actionId }) => actionId === 'approval.approve')?.value;
    return typeof id === 'string' ? { id, message } : undefined;
}

/** Copies what is stored of a closed request, under other ids, until there are so many. */
function multiply({ dir, appId }: Workspace, id: string, { from, to }: { readonly from: number; readonly to: number }): void {
    const store = openStore(dir);
    const records = new PersistenceRecords(store);
    const facts = records.byAll(appId, [JSON.stringify({ model: 'misc', id: `fact:approval:${id}` })]);
    if (facts.length === 0) {
        throw new Error(`Nothing is stored of request ${id}.`);
    }
    for (let copy = from; copy < to; copy++) {
        const named = (text: string): string => text.replaceAll(id, `${id}${copy}`);
        facts.forEach(({ data, associations }) => records.insert(appId, JSON.parse(named(JSON.stringify(data))) as object, associations.map(named)));
    }
    // So many changes in SQLite's log slow every reader down, which would say nothing about the app.
    store.exec('PRAGMA wal_checkpoint(TRUNCATE)');
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
