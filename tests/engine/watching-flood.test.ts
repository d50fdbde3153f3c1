import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubChangeInput } from '../../playground/hub/changes/hub-change';
import type { AppUnderTest } from './app-under-test';
import { deliver, posts, startServer, told, workOff } from './news-servers';

const MODEL = { type: 'model', id: 'acme/bert-prod' } as const;
const BRANCHES = 20;
const DISCUSSIONS = 20;
/** Of each branch and of each discussion in each wave. */
const EVENTS = 3;
const WAVES = 2;
const PER_WAVE = (BRANCHES + DISCUSSIONS) * EVENTS;
/** An app's process may have grown by so much between two waves of the same size, MiB. */
const GROWTH_MIB = 40;

let one: AppUnderTest;
let two: AppUnderTest;
beforeAll(async () => {
    // Hugging Face's quota of five minutes would stretch this to as long.
    one = await startServer({ rateLimit: { api: 1_000_000, resolvers: 1_000_000 } }, 'watch acme/bert-prod --show-private --mode channel');
    two = await one.another();
    const repo = one.hub.state.findRepo('model', MODEL.id);
    const head = repo?.branches.get('main') ?? '';
    Array.from({ length: BRANCHES }, (_, branch) => repo?.branches.set(`branch-${branch}`, head));
});
afterAll(async () => {
    await two.stop();
    await one.stop();
    expect(one.hub.violations).toEqual([]);
});

/** Each branch gets commits; each discussion is opened in the first wave, and commented on. In turn, so that all are under way at once. */
function wave(number: number): HubChangeInput[] {
    const first = (one.hub.state.findRepo('model', MODEL.id)?.discussions.at(-1)?.num ?? 0) + 1 - (number === 0 ? 0 : DISCUSSIONS);
    return Array.from({ length: EVENTS }, (_, round) => [
        ...Array.from({ length: BRANCHES }, (_branch, at): HubChangeInput => ({ kind: 'commit', repo: MODEL, branch: `branch-${at}`, author: 'carol', title: `commit ${number}-${round}-${at}.`, files: [{ path: 'notes.md', content: `${number} ${round}` }] })),
        ...Array.from({ length: DISCUSSIONS }, (_discussion, at): HubChangeInput => (number === 0 && round === 0
            ? { kind: 'open-discussion', repo: MODEL, author: 'bo', title: `discussion ${at}.`, text: `opening ${at}.` }
            : { kind: 'comment', repo: MODEL, num: first + at, author: 'carol', text: `comment ${number}-${round}-${at}.` })),
    ]).flat();
}

const residentMib = (pid: number | undefined): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
const memory = (): Promise<number[]> => Promise.all([one, two].map(async ({ host }) => residentMib(await host.appPid())));

/** Fifty at a time to the servers in turn, some of them to both, while they show what came before. */
async function flood(payloads: readonly object[]): Promise<number[]> {
    const statuses: number[] = [];
    for (let at = 0; at < payloads.length; at += 50) {
        const part = payloads.slice(at, at + 50);
        const [first, second] = at % 100 === 0 ? [one, two] : [two, one];
        const [answers, again] = await Promise.all([deliver(first, part), deliver(second, part.slice(0, 10)), first.host.runDueJobs()]);
        statuses.push(...answers, ...again);
    }
    return statuses;
}

describe('a flood of deliveries to two servers', () => {
    it('shows every event exactly once, and leaves the memory as it was', async () => {
        const began = Date.now();
        const sizes = [await memory()];
        for (let number = 0; number < WAVES; number += 1) {
            const payloads = told(one, wave(number));
            expect(new Set(await flood(payloads))).toEqual(new Set([202]));
            await workOff(one, two);
            sizes.push(await memory());
        }
        const seconds = (Date.now() - began) / 1000;
        const texts = (await posts(one)).map(({ text }) => text);
        // What is more than five at a time for one branch or discussion is told in one message, which counts it.
        const together = texts.map((text) => Number(/^And (\d+) more things? that happened/.exec(text)?.[1] ?? 0));
        const alone = texts.filter((_, index) => together[index] === 0);
        console.log(`${WAVES * PER_WAVE} events on ${BRANCHES + DISCUSSIONS} things in ${seconds.toFixed(1)} s: ${alone.length} messages of one, ${texts.length - alone.length} of several. App processes, MiB: ${sizes.map((each) => each.map((mib) => mib.toFixed(0)).join('/')).join(', ')}`);
        expect(alone.length + together.reduce((sum, count) => sum + count, 0)).toBe(WAVES * PER_WAVE);
        const named = texts.flatMap((text) => text.match(/(?:commit|comment|opening) [\d-]+\./g) ?? []);
        expect(new Set(named).size).toBe(named.length);
        const [grown = [], before = []] = [sizes.at(-1), sizes.at(-2)];
        expect(grown.map((mib, index) => mib - (before[index] ?? 0)).filter((growth) => growth > GROWTH_MIB)).toEqual([]);
    }, 120_000);
});
