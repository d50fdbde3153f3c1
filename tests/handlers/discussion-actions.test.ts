import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseChangeKey } from '../../services/workflows/watching';
import { CHANGE_WORK } from '../../flows/watching/notice-change';
import type { Outcome } from '../../handlers/action';
import { interact, submit } from '../../handlers/interact';
import type { Discussion } from '../../playground/hub/model';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { auditRecord, type AuditRecord } from '../../services/workflows/audit/record';
import { language } from '../../ui/language';
import { auditView } from '../../ui/audit-view';
import type { Surface } from '../../ui/view';
import { ManualClock } from '../helpers/persistence-deps';
import { TestWorkspace, type TestCtx, type TestCtxOptions } from '../helpers/test-ctx';
import { lastWhisper } from '../helpers/views';

const EMBEDDER = { type: 'model', id: 'acme/embedder' } as const;
const CAROL = { user: { id: 'u-carol', username: 'carol' } } satisfies TestCtxOptions;
const STRANGER = { user: { id: 'u-dan', username: 'dan' } } satisfies TestCtxOptions;

let hub: HubServer;
let workspace: TestWorkspace;

/** The seed's own token of hers may not discuss. */
const CAROL_TOKEN = fakeToken('carol-write');
const clock = new ManualClock();

beforeAll(async () => {
    hub = await startHub({ clock: clock.now });
    hub.state.record({ kind: 'token-issued', token: { value: CAROL_TOKEN, user: 'carol', displayName: 'writes', role: 'write', createdAt: '2026-01-01T00:00:00.000Z' } });
});
afterAll(() => hub.stop());
beforeEach(async () => {
    hub.faults.clear();
    workspace = new TestWorkspace(hub, { clock });
    await workspace.signIn(fakeToken('alice'), { name: 'alice' });
    await workspace.signIn(CAROL_TOKEN, { userId: 'u-carol', name: 'carol' });
});

const newest = (): Discussion => hub.state.findRepo('model', EMBEDDER.id)?.discussions.at(-1) ?? expect.fail('Nothing was opened.');
const proposed = (): Discussion => {
    hub.change({ kind: 'open-pull-request', repo: EMBEDDER, title: 'Fix the card', author: 'bo', files: [{ path: 'README.md', content: `New at ${clock.now()}.\n` }] });
    return newest();
};
const discussed = (): Discussion => {
    hub.change({ kind: 'open-discussion', repo: EMBEDDER, title: 'Wrong labels', author: 'bo', text: 'It fails.' });
    return newest();
};

async function click(actionId: string, { num }: Pick<Discussion, 'num'>, options: TestCtxOptions = {}): Promise<{ readonly ctx: TestCtx; readonly outcome: Outcome | undefined }> {
    workspace.clock.advance(1000);
    const ctx = workspace.ctx(options);
    return { ctx, outcome: await interact(ctx, { actionId, value: JSON.stringify({ ...EMBEDDER, num }) }) };
}

const surfaceIn = (outcome: Outcome | undefined): Surface => (outcome && 'surface' in outcome ? outcome.surface : expect.fail('There is no surface.'));

async function send(surface: Surface, fields: Readonly<Record<string, unknown>> = {}, options: TestCtxOptions = {}): Promise<{ readonly ctx: TestCtx; readonly outcome: Outcome | undefined }> {
    workspace.clock.advance(1000);
    const ctx = workspace.ctx(options);
    return { ctx, outcome: await submit(ctx, { surfaceId: surface.id, fields, carried: surface.carried }) };
}

async function records(): Promise<AuditRecord[]> {
    const stored = await workspace.stores.audit.records(new Date(workspace.clock.now()).toISOString().slice(0, 10));
    return stored.map(({ record }) => auditRecord.parse(record)).sort((a, b) => a.at - b.at);
}

const recorded = async (): Promise<Pick<AuditRecord, 'by' | 'what' | 'subject' | 'result' | 'details'>[]> => (await records()).map(({ by, what, subject, result, details }) => ({ by, what, subject, result, details }));

const noticed = async (): Promise<unknown[]> => (await workspace.stores.due.due(workspace.clock.now())).filter(({ kind }) => kind === CHANGE_WORK).map(({ subject }) => parseChangeKey(subject)?.thing);
const steady = (text: string): string => text.replaceAll(/<[^|>]*\|([^>]*)>/g, '$1');

describe('a comment', () => {
    it('is written in a form and posted in the name of whoever wrote it', async () => {
        const discussion = discussed();
        const { outcome } = await click('discussion.comment', discussion);
        const { ctx } = await send(surfaceIn(outcome), { 'discussion.text': ' I *see* it too. ' });
        expect(newest().events.at(-1)).toMatchObject({ type: 'comment', author: 'alice', content: 'I *see* it too.' });
        expect(steady(lastWhisper(ctx).text)).toBe(`Your comment stands on *acme/embedder #${discussion.num} Wrong labels*.`);
        expect(await recorded()).toEqual([{ by: 'u-alice', what: 'discussion.commented', subject: 'acme/embedder', result: 'done', details: { discussion: discussion.num } }]);
        expect(await noticed()).toEqual([{ kind: 'discussion', num: discussion.num }]);
    });

    it('that is sent again stands there once; that of somebody else is theirs', async () => {
        const surface = surfaceIn((await click('discussion.comment', discussed())).outcome);
        await send(surface, { 'discussion.text': 'LGTM' });
        await send(surface, { 'discussion.text': 'LGTM' });
        await send(surface, { 'discussion.text': 'LGTM' }, CAROL);
        expect(newest().events.slice(1).map(({ author }) => author)).toEqual(['alice', 'carol']);
    });

    it.each(['', '  \n', 'x'.repeat(65_537)])('is not posted when it is %#: empty or too long', async (text) => {
        const { outcome } = await send(surfaceIn((await click('discussion.comment', discussed())).outcome), { 'discussion.text': text });
        expect(outcome).toMatchObject({ kind: 'errors', errors: { 'discussion.text': expect.stringContaining('at most 65,536') as unknown } });
        expect(newest().events).toHaveLength(1);
    });

    it('whose answer was lost is found to stand there', async () => {
        const discussion = discussed();
        const surface = surfaceIn((await click('discussion.comment', discussion)).outcome);
        hub.faults.add({ match: 'POST *comment', times: 1, fault: { kind: 'cut', afterBytes: 3 } });
        await send(surface, { 'discussion.text': 'Once.' });
        expect(newest().events).toHaveLength(2);
        expect(await recorded()).toMatchObject([{ result: 'done' }]);
    });

    it('asks for an account first', async () => {
        await expect(click('discussion.comment', discussed(), STRANGER)).rejects.toMatchObject({ sentence: { key: 'news.sign_in' } });
    });
});

describe('closing and opening again', () => {
    it('is done in the name of whoever clicked', async () => {
        const discussion = discussed();
        expect(steady(lastWhisper((await click('discussion.close', discussion)).ctx).text)).toMatch(/^You closed /);
        expect(newest().status).toBe('closed');
        expect(steady(lastWhisper((await click('discussion.reopen', discussion, CAROL)).ctx).text)).toMatch(/^You reopened /);
        expect(newest()).toMatchObject({ status: 'open', events: [{}, { author: 'alice' }, { author: 'carol' }] });
        expect(await recorded()).toMatchObject([{ by: 'u-alice', what: 'discussion.closed' }, { by: 'u-carol', what: 'discussion.reopened' }]);
    });

    it('by two at once is done by one; the other is told who was faster', async () => {
        const discussion = discussed();
        const both = await Promise.all([click('discussion.close', discussion), click('discussion.close', discussion, CAROL)]);
        const texts = both.map(({ ctx }) => lastWhisper(ctx).text).sort();
        expect(texts[0]).toMatch(/^Somebody was faster: .* was closed by (alice|carol)\. Nothing else was changed\.$/);
        expect(texts[1]).toMatch(/^You closed /);
        expect(newest().events).toHaveLength(2);
        expect(await recorded()).toHaveLength(1);
    });

    it('is refused to those without the right, says why, and is on record', async () => {
        await workspace.signIn(fakeToken('dave'), { userId: 'u-dan', name: 'dave' });
        const discussion = discussed();
        await expect(click('discussion.close', discussion, STRANGER)).rejects.toMatchObject({ sentence: { key: 'news.no_right' }, steps: [{ key: 'hub.says' }] });
        expect(newest().status).toBe('open');
        expect(await recorded()).toMatchObject([{ by: 'u-dan', what: 'discussion.closed', result: 'refused' }]);
    });

    it('names the permission that a token lacks', async () => {
        await workspace.signIn(fakeToken('bo'), { userId: 'u-dan', name: 'bo' });
        await expect(click('discussion.close', discussed(), STRANGER)).rejects.toMatchObject({ kind: 'missing-scope', scope: 'discussion.write' });
    });
});

describe('merging', () => {
    it('asks first, and says what would be merged into what', async () => {
        const pr = proposed();
        const surface = surfaceIn((await click('discussion.merge', pr)).outcome);
        expect(surface.blocks).toMatchObject([{ text: expect.stringMatching(new RegExp(`^\\*#${pr.num} Fix the card\\*\n1 commit goes into \`main\` of \`acme/embedder\`, in your name\\.\n1 file changes\\.\nThe newest commit is \`\\w{7}\``)) as unknown }]);
        expect(newest().status).toBe('open');
        const { ctx } = await send(surface);
        expect(newest().status).toBe('merged');
        expect(steady(lastWhisper(ctx).text)).toBe(`You merged *acme/embedder #${pr.num} Fix the card*.`);
        expect(await noticed()).toEqual(expect.arrayContaining([{ kind: 'discussion', num: pr.num }, { kind: 'branch', name: 'main' }]));
        expect(await recorded()).toMatchObject([{ by: 'u-alice', what: 'discussion.merged', result: 'done', details: { discussion: pr.num } }]);
    });

    it('of what somebody else merged meanwhile says so', async () => {
        const pr = proposed();
        const surface = surfaceIn((await click('discussion.merge', pr)).outcome);
        hub.change({ kind: 'pull-request-status', repo: EMBEDDER, num: pr.num, status: 'merged', by: 'carol' });
        const { ctx } = await send(surface);
        expect(lastWhisper(ctx).text).toMatch(/^Somebody was faster: .* was merged by carol\./);
        expect(await recorded()).toEqual([]);
        expect(await noticed()).toContainEqual({ kind: 'discussion', num: pr.num });
    });

    it('of what was closed meanwhile does nothing', async () => {
        const pr = proposed();
        const surface = surfaceIn((await click('discussion.merge', pr)).outcome);
        hub.change({ kind: 'pull-request-status', repo: EMBEDDER, num: pr.num, status: 'closed', by: 'carol' });
        await expect(send(surface)).rejects.toMatchObject({ sentence: { key: 'news.not_open' } });
        expect(newest().status).toBe('closed');
    });

    it('asks again when another commit came before the yes', async () => {
        const pr = proposed();
        const surface = surfaceIn((await click('discussion.merge', pr)).outcome);
        const events = newest().events;
        events.push({ id: 'f'.repeat(24), type: 'commit', author: 'bo', subject: 'One more', oid: 'd'.repeat(40), createdAt: new Date(workspace.clock.now()).toISOString() });
        const { outcome } = await send(surface);
        expect(outcome).toMatchObject({ kind: 'update', surface: { id: 'discussion.merge', carried: expect.stringContaining('d'.repeat(40)) as unknown } });
        expect(newest().status).toBe('open');
    });

    it('is not offered where there are conflicts', async () => {
        const pr = proposed();
        hub.change({ kind: 'commit', repo: EMBEDDER, title: 'Meanwhile', author: 'alice', files: [{ path: 'README.md', content: 'Other.\n' }] });
        const surface = surfaceIn((await click('discussion.merge', pr)).outcome);
        expect(surface.submit).toBeUndefined();
        expect(surface.blocks).toMatchObject([{ text: expect.stringContaining("It can't be merged: 1 file has conflicts. `README.md`") as unknown }]);
        await expect(send(surface)).rejects.toMatchObject({ sentence: { key: 'news.refused' }, steps: [{ key: 'hub.says' }] });
    });

    it('is refused to those without the right', async () => {
        await workspace.signIn(fakeToken('dave'), { userId: 'u-dan', name: 'dave' });
        const pr = proposed();
        const surface = surfaceIn((await click('discussion.merge', pr, STRANGER)).outcome);
        await expect(send(surface, {}, STRANGER)).rejects.toMatchObject({ sentence: { key: 'news.no_right' } });
        expect(newest().status).toBe('open');
        expect(await recorded()).toMatchObject([{ result: 'refused' }]);
    });
});

describe('a diff', () => {
    it('of a pull request is shown to whoever asks, collapsed', async () => {
        const pr = proposed();
        const { ctx } = await click('discussion.diff', pr);
        expect(ctx.said).toEqual([]);
        const [attachment] = lastWhisper(ctx).attachments ?? [];
        expect(attachment).toMatchObject({ title: `acme/embedder #${pr.num}.diff`, collapsed: true, link: `${hub.url}/acme/embedder/discussions/${pr.num}/files` });
        expect(attachment?.text).toMatch(/^```diff\ndiff --git a\/README\.md b\/README\.md\n/);
    });

    it('of commits is bounded, closes its fence, and holds no secret', async () => {
        const from = hub.state.findRepo('model', EMBEDDER.id)?.branches.get('main');
        hub.change({ kind: 'commit', repo: EMBEDDER, title: 'Long', author: 'alice', files: [{ path: 'a.txt', content: `\`\`\`\nHF_TOKEN=${fakeToken('mallory')}\n${'line\n'.repeat(500)}` }] });
        const to = hub.state.findRepo('model', EMBEDDER.id)?.branches.get('main');
        const ctx = workspace.ctx();
        await interact(ctx, { actionId: 'news.diff', value: JSON.stringify({ ...EMBEDDER, from, to }) });
        const view = lastWhisper(ctx);
        const text = view.attachments?.[0]?.text ?? '';
        expect(text.split('\n')).toHaveLength(102);
        expect(text.split('```')).toHaveLength(3);
        expect(text).not.toContain(fakeToken('mallory'));
        expect(view.text).toContain('407 more lines on Hugging Face');
    });
});

it.each(['discussion.close', 'discussion.merge', 'news.diff'])('a forged value of %s is an old click', async (actionId) => {
    for (const value of [undefined, '', 'x', '{}', '[]', '{"type":"model","id":"../x","num":1}', '{"type":"user","id":"a/b","num":1}', '{"type":"model","id":"a/b","num":0,"from":"HEAD","to":"x"}']) {
        await expect(interact(workspace.ctx(), { actionId, value })).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
    }
});

it('the audit trail names the discussion', async () => {
    const discussion = discussed();
    await click('discussion.close', discussion);
    const { text } = auditView({ records: await records(), next: undefined, names: new Map([['u-alice', 'alice']]), all: true, filtered: false, searchedTo: undefined }, { lang: language('en'), hubUrl: hub.url });
    expect(text).toContain(`*alice* · closed · \`acme/embedder #${discussion.num}\` · ✅ done`);
});
