import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../playground/host/host-api';
import { startHost } from '../../playground/host/start-host';
import { openStore } from '../../playground/host/store/open-store';
import { PersistenceRecords } from '../../playground/host/store/persistence-records';
import { startHub, type HubServer } from '../../playground/hub/server';
import type { Figures, MeasureOptions, Timing } from './figures';
import { summary } from './summary';
import { timeVotes } from './time-votes';

const WARM_UP = 30;
const RUNS = 300;

/** Measures one app in one engine, in this process, and prints the figures as JSON: the engine allows one per process. */
async function main(options: MeasureOptions): Promise<Figures> {
    const dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-bench-'));
    const hub = await startHub({ rateLimit: { api: 1_000_000, resolvers: 1_000_000 }, latencyMs: options.hubLatencyMs ?? 0 });
    try {
        seedFacts(dir, options);
        const settings = options.teamflow ? { hub_url: hub.url, router_url: hub.routerUrl, endpoints_url: hub.endpointsUrl, dataset_viewer_url: hub.viewerUrl, approver_roles: 'ml-lead' } : {};
        const started = performance.now();
        const host = await startHost({ dir, zip: options.zip, jobPollMs: 0, appSettings: settings });
        const enabledMs = performance.now() - started;
        const figures = await measureApp(host, hub, options);
        const votes = options.closedRequests && (await timeVotes(host, { dir, appId: options.appId }, options.closedRequests));
        const memoryMib = residentMib(await host.appPid());
        await host.stop();
        return { enabledMs, memoryMib, ...figures, ...(votes && { votes }) };
    } finally {
        await hub.stop();
        await rm(dir, { recursive: true, force: true });
    }
}

/** Facts of other subjects, as a workspace that has used the app for a long time holds them. */
function seedFacts(dir: string, { facts = 0, appId }: MeasureOptions): void {
    if (facts === 0) {
        return;
    }
    const store = openStore(dir);
    const records = new PersistenceRecords(store);
    for (let index = 0; index < facts; index++) {
        const subject = `bench:${index % 1000}`;
        const associations = [`fact:${subject}`, `record:bench-${index}`].map((id) => JSON.stringify({ model: 'misc', id }));
        records.insert(appId, { v: 1, id: `bench-${index}`, subject, type: 'noted', at: index, data: {} }, associations);
    }
    store.close();
}

async function measureApp(host: Host, hub: HubServer, options: MeasureOptions): Promise<Omit<Figures, 'enabledMs' | 'memoryMib'>> {
    const commands: Record<string, Timing> = {};
    for (const text of options.commands) {
        commands[text] = await timeCommand(host, text, options.runs ?? RUNS);
    }
    const reaction = await timeReaction(host, options.runs ?? RUNS);
    return { commands, reaction, ...(options.teamflow && { hubAnswer: await timeHub(hub, options.runs ?? RUNS), ...(await measureReads(host, hub)) }) };
}

/** `%n` in the text becomes a new number each time, so that no answer comes from the cache. */
async function timeCommand(host: Host, text: string, runs: number): Promise<Timing> {
    let number = 0;
    const once = async (): Promise<number> => (await host.command({ user: 'alice', room: 'general', text: text.replace('%n', String(number++)) })).tookMs;
    for (let run = 0; run < Math.min(WARM_UP, runs); run++) {
        await once();
    }
    const before = await host.roundTrips();
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
        times.push(await once());
    }
    return summary(times, ((await host.roundTrips()) - before) / runs);
}

/** What the Hub alone takes for the request behind `models search`, asked from this process. */
async function timeHub(hub: HubServer, runs: number): Promise<Timing> {
    const request = hub.requests.findLast(({ path, status }) => path === '/api/models' && status === 200);
    if (!request) {
        throw new Error('No search reached the Hub.');
    }
    const url = `${hub.url}${request.path}${request.query}`;
    const times: number[] = [];
    for (let run = 0; run < runs + WARM_UP; run++) {
        const started = performance.now();
        await (await fetch(url)).json();
        times.push(performance.now() - started);
    }
    return summary(times.slice(WARM_UP), 0);
}

async function timeReaction(host: Host, runs: number): Promise<Timing> {
    const message = await host.post({ user: 'bo', room: 'general', text: 'a message that is none of our business' });
    if (!message) {
        throw new Error('The message was prevented.');
    }
    const times: number[] = [];
    let before = 0;
    for (let run = 0; run < runs + WARM_UP; run++) {
        before = run === WARM_UP ? await host.roundTrips() : before;
        const started = performance.now();
        await host.react({ user: 'alice', messageId: message.id, emoji: ':tada:' });
        times.push(performance.now() - started);
    }
    return summary(times.slice(WARM_UP), ((await host.roundTrips()) - before) / runs);
}

/** How much of what a team reads again comes without asking the Hub, and what 50 equal questions at once cost. */
async function measureReads(host: Host, hub: HubServer): Promise<Pick<Figures, 'hitRate' | 'singleFlightRequests'>> {
    const say = (text: string) => host.command({ user: 'alice', room: 'general', text });
    const queries = ['bert', 'gpt2', 'llama', 'whisper', 'gguf'];
    hub.clearRequests();
    for (let round = 0; round < 10; round++) {
        for (const query of queries) {
            await say(`/hf models search hit-${query}`);
        }
    }
    const commands = queries.length * 10;
    const hitRate = 1 - hub.requests.length / commands;
    hub.clearRequests();
    await Promise.all(Array.from({ length: 50 }, () => say('/hf models search at-once')));
    return { hitRate, singleFlightRequests: hub.requests.length };
}

function residentMib(pid: number | undefined): number {
    return pid === undefined ? NaN : Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

const figures = await main(JSON.parse(process.argv[2] ?? '{}') as MeasureOptions);
// The parent reads the last line; the engine may have written above it.
process.stdout.write(`\n${JSON.stringify(figures)}\n`, () => process.exit(0));
