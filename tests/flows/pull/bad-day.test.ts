import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pullWork } from '../../../handlers/pull-work';
import { work } from '../../../handlers/work';
import { LEASE_MS } from '../../../persistence';
import { commitChanges } from '../../../services/hub';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { Killed } from '../../helpers/memory-store';
import { ALICE, GENERAL, type TestServer } from '../../helpers/test-ctx';
import { testJob, type TestJob } from '../../helpers/test-job-ctx';
import { PullWorld } from './pull-world';

const TINY = 'sshleifer/tiny-gpt2';
const PROD = 'acme/bert-prod';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** With a soft hyphen, which nobody sees. */
const HYPHEN = 'logs/pho\u00adto.txt';
const BACKTICK = 'logs/a`b.txt';
/** Several pieces of a download. */
const LONG = Buffer.alloc(3 * 1024 * 1024, 'a line of a log\n');

let hub: HubServer;
let world: PullWorld;

beforeAll(async () => {
    hub = await startHub();
    const { hub: alice } = (await new PullWorld(hub).signIn()).server().ctx();
    const changes = [HYPHEN, BACKTICK].map((path) => ({ path, bytes: Buffer.from(path) }));
    await commitChanges(alice, { type: 'model', id: PROD }, { branch: 'main', summary: 'Odd names', changes: [...changes, { path: 'long.txt', bytes: LONG }] });
});
beforeEach(async () => {
    world = await new PullWorld(hub).signIn();
});
afterEach(() => hub.faults.clear());
afterAll(() => hub.stop());

/** A run of what is due, where people and rooms may be gone. */
async function runWhere(gone: readonly string[], server: TestServer = {}): Promise<TestJob> {
    const test = testJob(world.server(server), { gone });
    await work(test.job, [pullWork(world)]);
    return test;
}

const nextRuns = async (): Promise<number[]> => (await world.server().stores.due.due(Infinity)).map(({ at }) => at - world.clock.time);

describe('a room that takes no message of the app', () => {
    const onStep: TestServer['onStep'] = (step) => {
        if (step === 'say') throw new Error('error-room-archived');
    };

    it('gets nothing; after some minutes whoever pulls is told, and nobody comes back before it is forgotten', async () => {
        await world.type(`${TINY} config.json`);
        for (const later of [0, MINUTE_MS, 2 * MINUTE_MS]) {
            world.clock.advance(later);
            expect((await runWhere([], { onStep })).acted.flatMap(({ notified }) => notified)).toEqual([]);
        }
        world.clock.advance(10 * MINUTE_MS);
        const { acted } = await runWhere([], { onStep });
        expect(acted.flatMap(({ notified }) => notified.map(({ text }) => text))).toEqual([expect.stringContaining(`The pull of \`${TINY}\` has ended before it began`)]);
        await runWhere([], { onStep });
        expect([world.posted, await nextRuns()]).toEqual([[], [24 * HOUR_MS]]);
    });
});

describe('a pull whose people or place go away', () => {
    it('ends with a word in the room when whoever pulls is there no more', async () => {
        await world.type(`${TINY} config.json`);
        await runWhere([ALICE.id]);
        expect(world.message().text).toContain('The repository, or whoever pulls, is not there any more.');
        expect([world.posted, await nextRuns()]).toEqual([[], [24 * HOUR_MS]]);
    });

    it('ends quietly when the room is gone', async () => {
        await world.type(`${TINY} config.json`);
        await runWhere([GENERAL.id]);
        await runWhere([GENERAL.id]);
        expect([world.posted, world.messages.all.size, await nextRuns()]).toEqual([[], 0, [24 * HOUR_MS]]);
    });

    it('ends once six hours brought nothing', async () => {
        await world.type(`${TINY} config.json`);
        world.clock.advance(6 * HOUR_MS + 1);
        await world.run();
        expect(world.posted).toEqual([]);
        expect(world.message().text).toContain('Hugging Face did not answer for hours.');
    });
});

it('a file that has another size than its repository says is left out, and the others come', async () => {
    await world.type(`${TINY} vocab.txt config.json`);
    hub.faults.add({ match: `GET /${TINY}/resolve/*/vocab.txt`, fault: { status: 200, body: 'short' } });
    await world.run();
    expect(world.posted).toEqual(['config.json']);
    expect(world.message().text).toMatch(/❌ `vocab\.txt`.*its hash is not the one[^]*Not all files came through/);
});

it('a file that nobody looked at before, and that is not what its name says, is not posted', async () => {
    const { hub: alice } = world.server().ctx();
    // More than are looked at beforehand, and larger than the room takes; the last one fits.
    const ordinary = Array.from({ length: 41 }, (_, index) => ({ path: `many/${10 + index}.json`, bytes: Buffer.from(JSON.stringify({ text: 'a'.repeat(200) })) }));
    await commitChanges(alice, { type: 'model', id: PROD }, { branch: 'main', summary: 'Many', changes: [...ordinary, { path: 'many/z.json', bytes: Buffer.from('cos\nsystem\n(S\'id\'\ntR.') }] });
    world.files.limit = 100;
    await world.type(`${PROD} many --show-private`);
    await world.run();
    expect(world.posted).toEqual([]);
    expect(world.message().text).toMatch(/⛔ `many\/z\.json`.*a look at all of it found what speaks against it/);
});

it('a pull ends where everybody reads once not everybody may see the repository', async () => {
    const hide = (hidden: boolean): void => hub.change({ kind: 'repo-config', repo: { type: 'model', id: PROD }, private: hidden });
    hide(false);
    await world.type(`${PROD} config.json`);
    hide(true);
    await world.run();
    expect(world.posted).toEqual([]);
    expect(world.message().text).toContain('🔒 Ended: not everybody may see the repository');
});

describe('what was kept of a file', () => {
    /** A run that ends before all of the file is here. */
    async function runWithoutTime(): Promise<void> {
        world.clock.tick = 3_000;
        await world.runOnce();
        world.clock.tick = 0;
        expect(world.database.dump()).toContain('base64');
    }

    it.each(['uploaded', 'remove:find'])('is removed by who comes after a kill behind the post, at %s', async (fatal) => {
        await world.type(`${PROD} long.txt --show-private`);
        await runWithoutTime();
        let [uploaded, dead] = [false, false];
        const onStep: TestServer['onStep'] = (step) => {
            uploaded ||= step === 'uploaded';
            dead ||= uploaded && step === fatal;
            if (dead) throw new Killed();
        };
        await expect(world.runOnce(world.server({ onStep }))).rejects.toThrow(Killed);
        world.clock.advance(2 * LEASE_MS);
        await world.run();
        expect(world.posted).toEqual(['long.txt']);
        expect(world.database.dump()).not.toContain('base64');
    });

    it('is removed when the file is gone from the repository', async () => {
        await world.type(`${PROD} long.txt --show-private`);
        await runWithoutTime();
        hub.faults.add({ match: `GET /${PROD}/resolve/*`, fault: { status: 404, headers: { 'x-error-code': 'EntryNotFound' } } });
        await world.run();
        expect(world.message().text).toMatch(/❌ `long\.txt`.*does not have it any more/);
        expect(world.database.dump()).not.toContain('base64');
    });
});

describe('names that a stranger chose', () => {
    it('are posted as what they are', async () => {
        await world.type(`${PROD} ${HYPHEN} --show-private`);
        await world.run();
        expect(world.posted).toEqual(['pho_to.txt']);
    });

    it('may need long patterns: a pull by one of them comes to an end', async () => {
        await world.type(`${TINY} conf${'*'.repeat(400)}.json`);
        await world.run();
        expect(world.posted).toEqual(['config.json']);
    });

    it('that no address can name stand in nobody\'s way', async () => {
        const [config, ...hostile] = ['config.json', 'a/../../../other/repo/x.json', './x.json', 'a//x.json', '\ud800.json'].map((path) => ({ type: 'file', path, size: 2, oid: 'a'.repeat(40) }));
        hub.faults.add({ match: `GET /api/models/${TINY}/tree/*`, fault: { status: 200, body: JSON.stringify([config, ...hostile]) } });
        const ctx = await world.type(`${TINY} *.json --dry-run`);
        expect(ctx.whispered.at(-1)?.view.text).toMatch(/1 file, .* to pull/);
    });

    it('that no message holds need a manifest: where the server takes no files, nothing begins', async () => {
        world.files.limit = 0;
        await expect(world.type(`${PROD} ${BACKTICK} --show-private`)).rejects.toMatchObject({ sentence: { key: 'pull.no_manifest' } });
        expect(await nextRuns()).toEqual([]);
    });
});
