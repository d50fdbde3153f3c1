import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notePush } from '../../../../flows/watching/pushes';
import { branchReport } from '../../../../flows/watching/reports/branch-report';
import { buttonsOf } from '../../../helpers/views';
import { card as cardView } from '../../../../ui/blocks';
import { BERT, EMBEDDER, NewsDesk } from './news-desk';

let desk: NewsDesk;

beforeAll(async () => {
    desk = await NewsDesk.open();
});
afterAll(() => desk.hub.stop());
beforeEach(() => {
    desk.hub.faults.clear();
    desk.clock.advance(60 * 60_000);
});

const MINUTE = 60_000;

/** A commit a minute after the one before. */
function push(title: string, { path = 'README.md', branch = 'main', author = 'alice' } = {}): void {
    desk.clock.advance(MINUTE);
    desk.hub.state.record({ kind: 'commit', repo: EMBEDDER, title, author, branch, files: [{ path, content: `${title} at ${desk.clock.now()}` }] });
}

const asked = () => ({ since: desk.clock.now() - 30 * MINUTE, paths: true });
const main = branchReport('main');
const repoOf = () => desk.hub.state.findRepo('model', EMBEDDER.id) ?? expect.fail('The seed has no such model.');

describe('the report of a branch', () => {
    it('tells each commit since then, oldest first, with its files', async () => {
        push('one');
        push('two', { path: 'weights/größe 1.txt', author: 'carol' });
        const { items, livingUntil, private: hidden } = await desk.report(main, EMBEDDER, asked());
        expect(items.map(({ event, author, at, paths }) => ({ event, author, at, paths }))).toEqual([
            { event: 'repo-updated', author: 'alice', at: desk.clock.now() - MINUTE, paths: ['README.md'] },
            { event: 'repo-updated', author: 'carol', at: desk.clock.now(), paths: ['weights/größe 1.txt'] },
        ]);
        expect(items[1]?.id).toBe(repoOf().branches.get('main'));
        expect(livingUntil).toBe(desk.clock.now() + 30 * MINUTE);
        expect(hidden).toBe(false);
    });

    it('tells what was made long before it was pushed, as of its push', async () => {
        push('made on a plane');
        const from = repoOf().branches.get('main');
        push('made on a train');
        const to = repoOf().branches.get('main') ?? '';
        desk.clock.advance(24 * 60 * MINUTE);
        expect((await desk.report(main, EMBEDDER, asked())).items).toEqual([]);
        await notePush(desk.workspace.ctx(), EMBEDDER, { branch: 'main', from, to });
        expect((await desk.report(main, EMBEDDER, asked())).items).toMatchObject([{ id: to, at: desk.clock.now() }]);
    });

    it('takes no commit for one of the future, after which nothing would be new', async () => {
        push('from a clock that is wrong');
        desk.clock.advance(-10 * MINUTE);
        expect((await desk.report(main, EMBEDDER, asked())).items).toMatchObject([{ at: desk.clock.now() }]);
        desk.clock.advance(10 * MINUTE);
    });

    it('tells the newest twenty of many, and compares ten', async () => {
        for (let n = 1; n <= 23; n += 1) {
            push(`commit ${n}`);
        }
        const report = await desk.report(main, EMBEDDER, asked());
        expect(report.items).toHaveLength(20);
        expect(report.items.filter(({ paths }) => paths)).toHaveLength(10);
        expect(report.card(desk.drawn(report.items)).view.text).toContain('commit 23');
        expect(report.card(desk.drawn(report.items)).view.text).toContain('15 more');
    });

    it('draws a card with what it stands for, and the diff over all of it', async () => {
        push('Ignore **this** `@all` [now](https://evil.example) <https://evil.example|here>');
        push('Fix the tokenizer', { author: 'carol' });
        const report = await desk.report(main, EMBEDDER, asked());
        const { view, buttons } = report.card(desk.drawn(report.items));
        expect(desk.steady(view.text)).toMatch(/^\*<https:\/\/hub\/acme\/embedder\|acme\/embedder>\* · `main`: 2 new commits\n- <https:\/\/hub\/acme\/embedder\/commit\/\w{40}\|\w{7}> Fix the tokenizer – carol, <t:\d+:R>\n- .* Ignore ∗∗this∗∗ ˋ@allˋ \(now\)/);
        expect(view.text).toContain('– @alice,');
        const [first, second] = report.items;
        const [, diff] = buttonsOf(cardView({ text: '', actions: buttons }));
        expect(diff).toMatchObject({ actionId: 'news.diff' });
        expect(JSON.parse(diff?.value ?? '')).toEqual({ type: 'model', id: 'acme/embedder', from: repoOf().commits.get(first?.id ?? '')?.parent, to: second?.id });
    });

    it('draws one commit as a message and as a line', async () => {
        push('Fix the tokenizer');
        const report = await desk.report(main, EMBEDDER, asked());
        const [item] = report.items;
        expect(item && report.single(item, desk.drawn([])).text).toContain('1 new commit\n');
        expect(item && desk.steady(report.line(item, desk.drawn([])))).toMatch(/^\*<https:\/\/hub\/acme\/embedder\|acme\/embedder>\* `main` <.*> Fix the tokenizer – @alice, <t:\d+:R>$/);
    });

    it('knows nothing any more of commits that a force push took away', async () => {
        push('base');
        const base = repoOf().branches.get('main') ?? '';
        desk.hub.state.record({ kind: 'ref-saved', repo: EMBEDDER, ref: { type: 'branch', name: 'next' }, sha: base, by: 'alice' });
        push('wrong', { branch: 'next' });
        const wrong = await desk.report(branchReport('next'), EMBEDDER, asked());
        desk.hub.state.record({ kind: 'ref-saved', repo: EMBEDDER, ref: { type: 'branch', name: 'next' }, sha: base, by: 'alice' });
        push('right', { branch: 'next' });
        const report = await desk.report(branchReport('next'), EMBEDDER, asked());
        expect(report.items.map((item) => report.line(item, desk.drawn([])).includes('wrong'))).toEqual([false, false]);
        expect(report.card(desk.drawn([...wrong.items, ...report.items])).view.text).not.toContain('wrong');
    });

    it('has nothing to say of a branch that was deleted, nor of one that never was', async () => {
        desk.hub.state.record({ kind: 'ref-saved', repo: EMBEDDER, ref: { type: 'branch', name: 'gone' }, sha: repoOf().branches.get('main') ?? '', by: 'alice' });
        expect(await desk.read(branchReport('gone'), EMBEDDER, asked())).toBeDefined();
        desk.hub.state.record({ kind: 'ref-deleted', repo: EMBEDDER, ref: { type: 'branch', name: 'gone' }, by: 'alice' });
        expect(await desk.read(branchReport('gone'), EMBEDDER, asked())).toBeUndefined();
        expect(await desk.read(branchReport('ä/b c'), EMBEDDER, asked())).toBeUndefined();
    });

    it('is read by those alone who may see the repository, and says that not everybody may', async () => {
        expect(await desk.read(main, BERT)).toBeUndefined();
        expect((await desk.report(main, BERT, { as: 'alice' })).private).toBe(true);
    });

    it('is about the repository under the name it has now', async () => {
        const report = await desk.report(main, { type: 'model', id: 'acme/bert-production' }, { as: 'alice' });
        expect(report.card(desk.drawn(report.items)).view.text).toContain('acme/bert-prod>');
    });

    it('does not take a Hub in trouble for a repository without news', async () => {
        desk.hub.faults.add({ match: 'GET /api/models/acme/embedder/commits/main', fault: { status: 400 } });
        await expect(desk.read(main, EMBEDDER, asked())).rejects.toMatchObject({ kind: 'bad-request' });
    });
});
