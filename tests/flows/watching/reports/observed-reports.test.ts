import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { observe, observeState } from '../../../../flows/watching/observe';
import { readerOf } from '../../../../flows/watching/readers';
import type { Report } from '../../../../flows/watching/report';
import type { ThingRepo } from '../../../../services/workflows/watching';
import { BERT, EMBEDDER, NewsDesk } from './news-desk';

let desk: NewsDesk;

beforeAll(async () => {
    desk = await NewsDesk.open();
});
afterAll(() => desk.hub.stop());
beforeEach(() => desk.clock.advance(60 * 60_000));

const DEMO: ThingRepo = { type: 'space', id: 'acme/demo' };
const BASE: ThingRepo = { type: 'model', id: 'google-bert/bert-base-uncased' };
const space = readerOf({ thing: { kind: 'space' } });
const repo = readerOf({ thing: { kind: 'repo' } });
const lineage = readerOf({ thing: { kind: 'lineage', parent: BASE } });

async function stage(name: 'BUILDING' | 'RUNNING' | 'RUNTIME_ERROR', message?: string): Promise<void> {
    desk.clock.advance(60_000);
    desk.hub.state.record({ kind: 'space-stage', space: DEMO.id, stage: name, ...(message !== undefined && { errorMessage: message }) });
    await observeState(desk.workspace.ctx(), DEMO, { type: 'stage', data: { stage: name, ...(message !== undefined && { message }) } });
}

const cardText = (report: Report): string => desk.steady(report.card(desk.drawn(report.items)).view.text);
const labels = (report: Report): string[] => report.card(desk.drawn(report.items)).buttons.map(({ label }) => label);
const lines = (report: Report): string[] => report.items.map((item) => desk.steady(report.line(item, desk.drawn([]))));

describe('the report of a Space', () => {
    it('tells the stages that were seen, and what the Space does now', async () => {
        await stage('BUILDING');
        await stage('RUNTIME_ERROR', 'Traceback:\n *KeyError* HF_TOKEN=hf_abcdefghijklmnopqrstuvwxyz12345678');
        const report = await desk.report(space, DEMO);
        expect(report.items.map(({ event, at }) => [event, at])).toEqual([['space-status-updated', desk.clock.now() - 60_000], ['space-status-updated', desk.clock.now()]]);
        expect(cardText(report).split('\n')).toEqual([
            `🔴 *<https://hub/spaces/acme/demo|acme/demo>* – \`RUNTIME_ERROR\`, it failed · <t:${desk.clock.now() / 1000}:R>`,
            '> Traceback:  ∗KeyError∗ HF_TOKEN=(redacted)',
            'Hardware: `cpu-basic`, free',
            'Lately: `BUILDING` → `RUNTIME_ERROR`',
        ]);
        expect(report.card(desk.drawn([])).buttons.map(({ actionId, value }) => [actionId, value])).toEqual([['space.restart', 'acme/demo'], ['space.logs', 'acme/demo'], ['link.news.space', undefined]]);
        expect(report).toMatchObject({ private: false, livingUntil: undefined });
    });

    it('ends ten minutes after the Space is up again', async () => {
        await stage('RUNNING');
        const up = desk.clock.now();
        desk.clock.advance(5 * 60_000);
        expect((await desk.report(space, DEMO)).livingUntil).toBe(up + 10 * 60_000);
    });

    it('shows what the Space does now also when nobody saw it begin', async () => {
        await stage('RUNNING');
        desk.hub.state.record({ kind: 'space-stage', space: DEMO.id, stage: 'PAUSED' });
        expect(cardText(await desk.report(space, DEMO))).toMatch(/^⚪ .* – `PAUSED`, it does not run\n/);
    });

    it('names the price of hardware, to those alone who may see the Space', async () => {
        const paid: ThingRepo = { type: 'space', id: 'acme/gpu-demo' };
        expect(await desk.read(space, paid)).toBeUndefined();
        const report = await desk.report(space, paid, { as: 'alice' });
        expect(cardText(report)).toContain('Hardware: `t4-small`, $0.40 per hour');
        expect(report.private).toBe(true);
    });
});

describe('the report of a repository', () => {
    it('tells what became of it as a whole', async () => {
        const tools = desk.workspace.ctx();
        await observe(tools, EMBEDDER, { type: 'created', data: {}, id: 'created:1' });
        desk.clock.advance(1000);
        await observeState(tools, EMBEDDER, { type: 'gating', data: { gated: 'manual' } });
        desk.clock.advance(1000);
        await observeState(tools, EMBEDDER, { type: 'gating', data: { gated: false } });
        const report = await desk.report(repo, EMBEDDER);
        expect(lines(report)).toEqual([
            '*<https://hub/acme/embedder|acme/embedder>* is new.',
            '*<https://hub/acme/embedder|acme/embedder>* is gated now: its owners decide who gets access.',
            '*<https://hub/acme/embedder|acme/embedder>* is not gated any more: everybody can download it.',
        ]);
        expect(report.items.map(({ event }) => event)).toEqual(['repo-changed', 'repo-changed', 'repo-changed']);
        expect(cardText(report).split('\n')[0]).toMatch(/not gated any more.* · <t:\d+:R>$/);
        expect(labels(report)).toEqual(['Open on Hugging Face']);
        expect(report.private).toBe(false);
    });

    it('tells those who still see it that it is private, and nobody else anything', async () => {
        await observeState(desk.workspace.ctx(), BERT, { type: 'visibility', data: { private: true } });
        expect(await desk.read(repo, BERT)).toBeUndefined();
        const report = await desk.report(repo, BERT, { as: 'alice' });
        expect(lines(report)).toEqual(['*<https://hub/acme/bert-prod|acme/bert-prod>* is private now: only its owners see it.']);
        expect(report.private).toBe(true);
    });

    it('names the new name under the old one', async () => {
        const old: ThingRepo = { type: 'model', id: 'acme/bert-production' };
        await observe(desk.workspace.ctx(), old, { type: 'moved', data: { to: 'acme/bert-prod' }, id: 'moved:1' });
        const report = await desk.report(repo, old, { as: 'alice' });
        expect(lines(report)[0]).toMatch(/\|acme\/bert-production>\* is called \*<https:\/\/hub\/acme\/bert-prod\|acme\/bert-prod>\* now\./);
        expect(report.card(desk.drawn([])).buttons[0]?.url).toBe(`${desk.hub.url}/acme/bert-prod`);
    });

    it.each([
        ['that was public', false, false],
        ['that was private', true, true],
        ['of which nobody knows what it was', undefined, true],
    ])('speaks of a deleted one %s', async (what, wasPrivate, hidden) => {
        const gone: ThingRepo = { type: 'model', id: `acme/gone-${what.length}` };
        await observe(desk.workspace.ctx(), gone, { type: 'deleted', data: wasPrivate === undefined ? {} : { private: wasPrivate }, id: 'deleted:1' });
        const report = await desk.report(repo, gone, { as: 'alice' });
        expect(lines(report)[0]).toContain('is gone');
        expect(report.private).toBe(hidden);
        expect(labels(report)).toEqual([]);
    });

    it.each([
        ['nobody in particular', undefined],
        ['who is not of its account', 'dave'],
    ])('does not name one that was private when it was deleted to %s', async (_, as) => {
        const gone: ThingRepo = { type: 'model', id: 'acme/secret' };
        await observe(desk.workspace.ctx(), gone, { type: 'deleted', data: { private: true }, id: 'deleted:1' });
        expect(await desk.read(repo, gone, { ...(as !== undefined && { as }) })).toBeUndefined();
    });

    it('has nothing to say of one that never was', async () => {
        expect(await desk.read(repo, { type: 'dataset', id: 'acme/nothing' })).toBeUndefined();
    });
});

describe('the report of what a repository is built on', () => {
    it('tells what changed and what that means here', async () => {
        const tools = desk.workspace.ctx();
        await observe(tools, BERT, { type: 'parent', data: { parent: BASE, change: 'license', before: 'apache-2.0', after: 'other' }, id: 'parent:1' });
        await observe(tools, BERT, { type: 'parent', data: { parent: { type: 'model', id: 'someone/else' }, change: 'deleted' }, id: 'parent:2' });
        const report = await desk.report(lineage, BERT, { as: 'alice' });
        expect(lines(report)).toEqual([
            '*<https://hub/google-bert/bert-base-uncased|google-bert/bert-base-uncased>*, which *<https://hub/acme/bert-prod|acme/bert-prod>* is built on, changed its licence from `apache-2.0` to `other`. Check whether you may go on using it.',
        ]);
        expect(report.items[0]?.event).toBe('lineage');
        expect(labels(report)).toEqual(['Open acme/bert-prod', 'Open google-bert/bert-base-uncased']);
        expect(report.private).toBe(true);
    });

    it('says nothing to whom the repository is not shown', async () => {
        expect(await desk.read(lineage, BERT)).toBeUndefined();
    });
});
