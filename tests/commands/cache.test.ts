import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../context/user-error';
import { startHub, type HubServer } from '../../playground/hub/server';
import { type, typeJson } from '../helpers/run';
import { TestWorkspace, type TestCtxOptions } from '../helpers/test-ctx';

const ADMIN = { user: { id: 'u-admin', username: 'admin', roles: ['user', 'admin'] } } satisfies TestCtxOptions;

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.faults.clear();
    workspace = new TestWorkspace(hub);
});

const search = (): Promise<unknown> => type(workspace, 'models search bert');
const text = async (line: string, options?: TestCtxOptions): Promise<string> => (await type(workspace, line, options)).text;

describe('/hf cache status', () => {
    it('says so when nothing was asked for yet', async () => {
        expect(await text('cache')).toMatch(/process `a1b2`.*\n- 0 answers, 0 bytes of at most 16\.8 MB\n- nothing was asked for yet\nEach server/);
    });

    it('tells entries, bytes and the hit rate, and nothing of what was asked', async () => {
        await search();
        await search();
        workspace.hubClockAhead = 30_000;
        const shown = await text('cache status');
        expect(shown).toMatch(/- 1 answer, [\d.]+ kB of at most 16\.8 MB\n- the oldest is from \d+ seconds ago\n- hit rate 50%: 1 answer came from memory, 1 request was sent/);
        expect(shown).not.toContain('bert');
    });

    it('tells what is past its time, and what had to do while Hugging Face was away', async () => {
        await search();
        workspace.hubClockAhead = 24 * 3_600_000;
        hub.faults.add({ match: 'GET /api/models*', fault: { status: 503 } });
        await search();
        expect(await text('cache status')).toMatch(/- 1 is past its time, .*\n(.*\n)*- 1 older answer had to do/);
    });

    it('gives the same as data', async () => {
        expect(await typeJson(workspace, 'cache status')).toMatchObject({ entries: 0, oldestAgeMs: null, hitRate: null });
        await search();
        await search();
        expect(await typeJson(workspace, 'cache status')).toEqual({
            process: 'a1b2',
            startedAt: new Date(workspace.startedAt).toISOString(),
            entries: 1,
            bytes: workspace.shared.cache.bytes,
            maxBytes: 16 * 1024 * 1024,
            expired: 0,
            oldestAgeMs: expect.any(Number) as number,
            hits: 1,
            misses: 1,
            stale: 0,
            hitRate: 0.5,
        });
    });
});

describe('/hf cache prune', () => {
    it('removes what is past its time', async () => {
        await search();
        expect(await text('cache prune', ADMIN)).toContain('`a1b2` kept nothing that is past its time');
        workspace.hubClockAhead = 24 * 3_600_000;
        expect(await text('cache prune', ADMIN)).toMatch(/`a1b2` has removed 1 answer that was past its time, [\d.]+ kB\.\nEach server/);
        expect(workspace.shared.cache.bytes).toBe(0);
    });
});

describe('/hf cache clear', () => {
    it('removes everything, so that the next answer comes from Hugging Face again', async () => {
        await search();
        expect(await text('cache clear', ADMIN)).toMatch(/`a1b2` has removed 1 answer, .* comes from Hugging Face again/);
        await search();
        expect(await typeJson(workspace, 'cache status')).toMatchObject({ entries: 1, hits: 0, misses: 2 });
    });
});

describe.each(['prune', 'clear'])('/hf cache %s', (verb) => {
    it('is for admins: everybody shares what is kept', async () => {
        await search();
        workspace.hubClockAhead = 24 * 3_600_000;
        await expect(type(workspace, `cache ${verb}`)).rejects.toBeInstanceOf(UserError);
        expect(workspace.shared.cache.bytes).toBeGreaterThan(0);
    });
});
