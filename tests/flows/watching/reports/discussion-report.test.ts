import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { discussionReport } from '../../../../flows/watching/reports/discussion-report';
import type { Report } from '../../../../flows/watching/report';
import type { HubChange } from '../../../../playground/hub/changes/hub-change';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { visibleText } from '../../../helpers/views';
import { BERT, EMBEDDER, NewsDesk } from './news-desk';

let desk: NewsDesk;

beforeAll(async () => {
    desk = await NewsDesk.open();
});
afterAll(() => desk.hub.stop());
beforeEach(() => desk.hub.faults.clear());

function happens(change: HubChange): void {
    desk.clock.advance(60_000);
    desk.hub.state.record(change);
}

const newest = (): number => desk.hub.state.findRepo('model', EMBEDDER.id)?.discussions.at(-1)?.num ?? expect.fail('Nothing was opened.');

function discuss(text = 'It **fails**.', title = 'Wrong labels'): number {
    happens({ kind: 'open-discussion', repo: EMBEDDER, title, author: 'bo', text });
    return newest();
}

function propose(): number {
    happens({ kind: 'open-pull-request', repo: EMBEDDER, title: 'Fix the card', author: 'bo', description: 'Numbers were wrong.', files: [{ path: 'README.md', content: 'New.\n' }] });
    return newest();
}

const say = (num: number, text: string, author = 'alice'): void => happens({ kind: 'comment', repo: EMBEDDER, num, author, text });
const read = (num: number, since = 0): Promise<Report> => desk.report(discussionReport(num), EMBEDDER, { since });
const cardText = (report: Report): string => desk.steady(report.card(desk.drawn(report.items)).view.text);
const labels = (report: Report): string[] => report.card(desk.drawn([])).buttons.map(({ label }) => label);

describe('the report of a discussion', () => {
    it('tells what happened in it, in order, under the events that rooms choose', async () => {
        const num = discuss();
        say(num, 'I see it too.');
        happens({ kind: 'discussion-status', repo: EMBEDDER, num, status: 'closed', by: 'alice' });
        happens({ kind: 'discussion-status', repo: EMBEDDER, num, status: 'open', by: 'bo' });
        const report = await read(num);
        expect(report.items.map(({ event, author }) => [event, author])).toEqual([['discussion-created', 'bo'], ['comment', 'alice'], ['discussion-created', 'alice'], ['discussion-created', 'bo']]);
        const events = desk.hub.state.findRepo('model', EMBEDDER.id)?.discussions.at(-1)?.events ?? [];
        expect(report.items.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
        expect(report.items.map((item) => desk.steady(report.line(item, desk.drawn([]))).replaceAll(/<[^|]*\|([^>]*)>/g, '$1'))).toEqual([
            `bo opened the discussion *#${num} Wrong labels* – *acme/embedder*`,
            `@alice commented on *#${num} Wrong labels* – *acme/embedder*`,
            `@alice closed *#${num} Wrong labels* – *acme/embedder*`,
            `bo reopened *#${num} Wrong labels* – *acme/embedder*`,
        ]);
        expect(report).toMatchObject({ private: false, livingUntil: undefined });
    });

    it('tells nothing older than wanted', async () => {
        const num = discuss();
        const since = desk.clock.now() + 1;
        say(num, 'Later.');
        expect((await read(num, since)).items.map(({ event }) => event)).toEqual(['comment']);
    });

    it('draws it as it is now', async () => {
        const num = discuss('# Report\n\nIt **fails** for `ü` and [here](https://evil.example/x).\n- one\n- two');
        say(num, 'First.');
        say(num, 'Ask @all, @here!');
        const report = await read(num);
        expect(cardText(report).split('\n')).toEqual([
            `🟢 *<https://hub/acme/embedder/discussions/${num}|#${num} Wrong labels>* – *<https://hub/acme/embedder|acme/embedder>*`,
            'Open · discussion by bo · 2 comments',
            '> Report',
            '> It fails for ü and here.',
            '> one …',
            expect.stringMatching(/^@alice wrote <t:\d+:R>:$/),
            '> Ask @all, @here!',
        ]);
        expect(labels(report)).toEqual(['Open on Hugging Face', 'Comment', 'Close']);
        happens({ kind: 'discussion-status', repo: EMBEDDER, num, status: 'closed', by: 'alice' });
        const closed = await read(num);
        expect(cardText(closed)).toMatch(/^🔴 .*\nClosed · /);
        expect(labels(closed)).toEqual(['Open on Hugging Face', 'Comment', 'Reopen']);
    });

    it('follows a pull request until it is merged', async () => {
        const num = propose();
        expect(labels(await read(num))).toEqual(['Open on Hugging Face', 'Comment', 'Review diff', 'Merge', 'Close']);
        expect(cardText(await read(num))).toContain('pull request by bo · 1 commit\n> Numbers were wrong.');
        happens({ kind: 'commit', repo: EMBEDDER, title: 'Meanwhile', author: 'alice', branch: 'main', files: [{ path: 'README.md', content: 'Other.\n' }] });
        expect(cardText(await read(num))).toContain('a conflict in 1 file');
        happens({ kind: 'pull-request-status', repo: EMBEDDER, num, status: 'closed', by: 'alice' });
        happens({ kind: 'pull-request-status', repo: EMBEDDER, num, status: 'open', by: 'alice' });
        happens({ kind: 'commit', repo: EMBEDDER, title: 'Back', author: 'alice', branch: 'main', files: [{ path: 'README.md', content: 'New.\n' }] });
        happens({ kind: 'pull-request-status', repo: EMBEDDER, num, status: 'merged', by: 'alice' });
        const report = await read(num);
        expect(report.items.map(({ event }) => event)).toEqual(['pr-opened', 'pr-closed', 'pr-opened', 'pr-closed']);
        expect(report.items.map((item) => report.single(item, desk.drawn([])).text.split(' ')[1])).toEqual(['opened', 'closed', 'reopened', 'merged']);
        expect(cardText(report)).toMatch(/^🟣 .*\nMerged · /);
        expect(labels(report)).toEqual(['Open on Hugging Face', 'Comment', 'Review diff']);
    });

    it('does not offer to merge a draft', async () => {
        happens({ kind: 'open-pull-request', repo: EMBEDDER, title: 'An empty one', author: 'bo', description: '', files: [] });
        const report = await read(newest());
        expect(cardText(report)).toMatch(/^⚪ .*\nDraft · pull request by bo · 0 commits/);
        expect(labels(report)).not.toContain('Merge');
    });

    it('shows no comment that was hidden, nor counts it', async () => {
        const num = discuss();
        say(num, 'Fine.');
        say(num, 'Buy pills.', 'bo');
        const spam = (await read(num)).items.at(-1)?.id ?? '';
        const { fetchOk } = desk.workspace.ctx().hub.as({ token: fakeToken('alice'), id: 'alice' });
        await fetchOk(`/api/models/${EMBEDDER.id}/discussions/${num}/comment/${spam}/hide`, { method: 'POST' });
        const report = await read(num);
        expect(report.items).toHaveLength(2);
        expect(cardText(report)).toContain('1 comment\n');
        expect(cardText(report)).not.toContain('pills');
    });

    it('bounds what it shows of a very long text, and masks secrets in it', async () => {
        const token = fakeToken('mallory');
        const num = discuss(`\`\`\`\nHF_TOKEN=${token}\n\`\`\`\n${'a very long line '.repeat(3000)}`);
        say(num, `${'𝒳'.repeat(32_000)}`);
        const report = await read(num);
        expect(cardText(report).length).toBeLessThan(1200);
        expect(cardText(report)).not.toContain(token);
        expect(cardText(report)).not.toMatch(/\p{Cs}/u);
    });

    it('is not taken in by markup in titles and texts', async () => {
        const num = discuss('> <https://evil.example|safe> *bold* ~gone~ `code` | table\n\n<script>x</script> <!-- hidden', 'A *bold* `title` [x](https://evil.example) | <b> ||spoiler||');
        const shown = visibleText({ text: cardText(await read(num)) }).join(' ');
        expect(shown).toContain('A ∗bold∗ ˋtitleˋ (x)(https://evil.example)');
        expect(shown).toContain('bold');
        expect(shown).not.toContain('hidden');
    });

    it('knows of many happenings the newest twenty', async () => {
        const num = discuss();
        for (let n = 0; n < 30; n += 1) {
            say(num, `number ${n}`);
        }
        const { items } = await read(num);
        expect(items).toHaveLength(20);
        expect(items.every(({ event }) => event === 'comment')).toBe(true);
    });

    it('lets events pass that it does not know, and people who are gone', async () => {
        const num = discuss();
        const strange = { _id: 'a'.repeat(24), num, title: 'Strange', status: 'frozen', isPullRequest: false, events: [
            { id: 'e1', createdAt: '2026-01-01T00:00:00.000Z', type: 'comment', data: { hidden: true, latest: { raw: 'first' } } },
            { id: 'e2', createdAt: '2026-01-01T00:00:01.000Z', type: 'pinning-change', data: { pinned: true } },
            { id: 'e3', createdAt: '2026-01-01T00:00:02.000Z', type: 'status-change', data: { status: { of: 'another shape' } } },
            { id: 'e4', createdAt: '2026-01-01T00:00:03.000Z', type: 'comment', author: null, data: { hidden: false, latest: { raw: 'Still here.' } } },
        ] };
        desk.hub.faults.add({ match: `GET /api/models/acme/embedder/discussions/${num}`, fault: { status: 200, body: strange } });
        const report = await read(num);
        expect(report.items.map(({ id, event }) => [id, event])).toEqual([['e1', 'discussion-created'], ['e4', 'comment']]);
        expect(cardText(report)).toContain('discussion by somebody · 1 comment\nsomebody wrote');
        expect(cardText(report)).not.toContain('first');
    });

    it('has nothing to say of what is not there or not to be seen', async () => {
        expect(await desk.read(discussionReport(9999), EMBEDDER)).toBeUndefined();
        expect(await desk.read(discussionReport(1), BERT)).toBeUndefined();
        expect((await desk.report(discussionReport(1), BERT, { as: 'alice' })).private).toBe(true);
    });
});
