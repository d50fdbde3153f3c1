import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SparseBytes } from '../../../../playground/hub/bytes/sparse';
import { apply } from '../../../../playground/hub/changes/apply';
import { compacted } from '../../../../playground/hub/changes/compact';
import type { HubEntry } from '../../../../playground/hub/changes/entry';
import { hubEntry } from '../../../../playground/hub/changes/entry';
import type { HubChangeInput } from '../../../../playground/hub/changes/hub-change';
import { Journal } from '../../../../playground/hub/changes/journal';
import { ChangeRefused } from '../../../../playground/hub/changes/refused';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { PLAYGROUND_OAUTH_CLIENT, seed } from '../../../../playground/hub/seed/index';
import type { HubServer } from '../../../../playground/hub/server';
import { startHub } from '../../../../playground/hub/server';
import { HubState } from '../../../../playground/hub/state';
import { as, ask, postJson } from '../harness';
import { ABOUT, anyDeed } from './any-deed';

const NOW = Date.UTC(2025, 5, 1);
const folder = mkdtempSync(join(tmpdir(), 'hub-journal-'));
let files = 0;
const newFile = (): string => join(folder, `journal-${files += 1}.jsonl`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that a state holds, as plain data; file contents by their blob. */
function contents(state: HubState): unknown {
    const { users: _users, orgs: _orgs, signedUrls: _urls, uploads: _uploads, ...held } = state;
    return JSON.parse(JSON.stringify(held, (key, value: unknown) => {
        if (key === 'clock' || key === 'listeners' || key === 'byLowerCase') {
            return undefined;
        }
        if (value instanceof SparseBytes) {
            return value.sha256();
        }
        return value instanceof Map ? [...value].sort(([left], [right]) => (String(left) < String(right) ? -1 : 1)) : value instanceof Set ? [...value].sort() : value;
    }));
}

/** The seed with only the repos that the deeds are about: comparing all of it would take minutes. */
function freshState(): HubState {
    const state = new HubState(() => NOW);
    seed(state, NOW);
    [...state.repos].filter(([, { id }]) => !ABOUT.includes(id)).forEach(([key]) => state.repos.delete(key));
    return state;
}

/** Does the deeds that fit, and answers the entries of those. */
function perform(state: HubState, deeds: readonly HubEntry['deed'][]): HubEntry[] {
    const done: HubEntry[] = [];
    state.listen((entry) => done.push(entry));
    for (const deed of deeds) {
        try {
            state.record(deed);
        } catch (error) {
            if (!(error instanceof ChangeRefused)) {
                throw error;
            }
        }
    }
    return done;
}

function replayed(entries: readonly HubEntry[]): HubState {
    const state = freshState();
    entries.forEach((entry) => apply(state, entry));
    return state;
}

describe('replaying', () => {
    it('any deeds, written and read back, makes the same state, compacted or not', () => {
        let done = 0;
        fc.assert(fc.property(fc.array(anyDeed, { minLength: 8, maxLength: 25 }), (deeds) => {
            const state = freshState();
            const entries = perform(state, deeds).map((entry) => hubEntry.parse(JSON.parse(JSON.stringify(entry))));
            done += entries.length;
            const wanted = contents(state);
            expect(contents(replayed(entries))).toEqual(wanted);
            expect(contents(replayed(compacted(entries)))).toEqual(wanted);
        }), { numRuns: 20 });
        expect(done).toBeGreaterThan(100);
    });

    it('a refused deed changes nothing', () => {
        fc.assert(fc.property(fc.array(anyDeed, { maxLength: 8 }), anyDeed, (before, deed) => {
            const state = freshState();
            perform(state, before);
            const wanted = contents(state);
            if (perform(state, [deed]).length === 0) {
                expect(contents(state)).toEqual(wanted);
            }
        }), { numRuns: 25 });
    });
});

async function withHub<T>(journal: string, use: (hub: HubServer) => Promise<T> | T): Promise<T> {
    const hub = await startHub({ journal });
    try {
        return await use(hub);
    } finally {
        await hub.stop();
    }
}

const COMMIT: Extract<HubChangeInput, { kind: 'commit' }> = { kind: 'commit', repo: { type: 'model', id: 'acme/embedder' }, title: 'Retrained', author: 'alice', files: [{ path: 'notes.md', content: 'better\n' }] };
const headOf = (hub: HubServer): string | undefined => hub.state.findRepo('model', 'acme/embedder')?.branches.get('main');

describe('a Hub started again', () => {
    it('stands where it was: commits, sign-ins, revoked tokens, webhooks', async () => {
        const file = newFile();
        const before = await withHub(file, async (hub) => {
            hub.change(COMMIT);
            await ask(`${hub.url}/api/credentials/revoke`, postJson({ credentials: [fakeToken('dave')] }));
            const made = await ask(`${hub.url}/api/settings/webhooks`, postJson({ watched: [{ type: 'org', name: 'acme' }], domains: ['repo'], url: 'http://127.0.0.1:9/gone' }, as('alice')));
            const login = JSON.parse((await ask(`${hub.url}/oauth/device`, postJson({ client_id: PLAYGROUND_OAUTH_CLIENT }))).text) as Record<string, string>;
            hub.device.approve(login.user_code ?? '', 'bo');
            const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: login.device_code, client_id: PLAYGROUND_OAUTH_CLIENT };
            const token = JSON.parse((await ask(`${hub.url}/oauth/token`, postJson(grant))).text) as Record<string, string>;
            const refreshed = JSON.parse((await ask(`${hub.url}/oauth/token`, postJson({ grant_type: 'refresh_token', refresh_token: token.refresh_token, client_id: PLAYGROUND_OAUTH_CLIENT }))).text) as Record<string, string>;
            return { sha: headOf(hub), webhooks: [(JSON.parse(made.text) as { webhook: unknown }).webhook], old: token.access_token, fresh: refreshed.access_token };
        });
        await withHub(file, async (hub) => {
            const status = async (token: string | undefined): Promise<number> => (await ask(`${hub.url}/api/whoami-v2`, { headers: { Authorization: `Bearer ${token}` } })).status;
            expect(headOf(hub)).toBe(before.sha);
            expect((await ask(`${hub.url}/acme/embedder/raw/main/notes.md`)).text).toBe('better\n');
            expect((await ask(`${hub.url}/api/settings/webhooks`, as('alice'))).json()).toEqual(before.webhooks);
            expect([await status(before.fresh), await status(before.old), await status(fakeToken('dave')), await status(fakeToken('alice'))]).toEqual([200, 401, 401, 200]);
            expect(hub.deliveries.log).toEqual([]);
        });
    });

    it('drops a last line that a kill cut off, and goes on after it', async () => {
        const file = newFile();
        await withHub(file, (hub) => hub.change(COMMIT));
        const whole = readFileSync(file, 'utf8');
        appendFileSync(file, whole.slice(whole.indexOf('\n') + 1, -20));
        const sha = await withHub(file, (hub) => {
            const before = headOf(hub);
            hub.change({ ...COMMIT, title: 'Once more' });
            return [before, headOf(hub)];
        });
        expect(sha[0]).not.toBe(sha[1]);
        expect(await withHub(file, headOf)).toBe(sha[1]);
    });

    it('names the line that it does not know', async () => {
        const file = newFile();
        await withHub(file, (hub) => hub.change(COMMIT));
        for (const line of ['{"at":1,"id":"000000000000000000000000","deed":{"kind":"party"}}', 'no json']) {
            writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n')}\n${line}\n`);
            await expect(startHub({ journal: file })).rejects.toThrow(/: line 3 of the journal can't be read/);
        }
    });

    it('names what can\'t be done again', async () => {
        const file = newFile();
        await withHub(file, (hub) => hub.change(COMMIT));
        writeFileSync(file, readFileSync(file, 'utf8').replace('acme/embedder', 'acme/renamed-since'));
        await expect(startHub({ journal: file })).rejects.toThrow(/line 2 of the journal \(commit\) can't be done again: There is no model acme\/renamed-since/);
    });

    it('keeps what two changes at once did', async () => {
        const file = newFile();
        const answer = (hub: HubServer, text: string): ReturnType<typeof ask> => ask(`${hub.url}/api/settings/webhooks`, postJson({ watched: [{ type: 'org', name: text }], domains: ['repo'], url: 'http://127.0.0.1:9/' }, as('alice')));
        const names = ['acme', 'globex', 'Qwen', 'mistralai'];
        await withHub(file, async (hub) => {
            const statuses = await Promise.all(names.map((name) => answer(hub, name)));
            expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        });
        await withHub(file, (hub) => {
            expect([...hub.state.webhooks.values()].map(({ watched }) => watched[0]?.name).sort()).toEqual([...names].sort());
        });
    });

    it('is for the eyes of its owner only, and is full at some point', () => {
        const file = newFile();
        const entry: HubEntry = { at: 1, id: '0'.repeat(24), deed: { kind: 'open-discussion', repo: { type: 'model', id: 'a/b' }, title: 'Title', author: 'bo', text: '' } };
        writeFileSync(file, `${JSON.stringify(entry)}\n`.repeat(10_000));
        const journal = new Journal(file, NOW);
        expect(statSync(file).mode & 0o077).toBe(0);
        expect(() => journal.append(entry)).toThrow('--reset');
    });
});

describe('a Hub without a journal', () => {
    it('writes nothing', async () => {
        const before = statSync(folder).mtimeMs;
        const hub = await startHub();
        hub.change(COMMIT);
        await hub.stop();
        expect(statSync(folder).mtimeMs).toBe(before);
    });
});
