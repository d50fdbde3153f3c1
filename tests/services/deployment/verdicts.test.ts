import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../services/deployment/card-at';
import { cardVerdict, evalsVerdict, licenseVerdict, securityVerdict } from '../../../services/deployment/verdicts';
import type { Evaluation, Part } from '../../../services/discovery';
import type { SecurityStatus, TreeEntry } from '../../../services/hub';

const read = <T>(value: T): Part<T> => ({ ok: true, value, ageMs: 0, stale: false });
const unread = { ok: false, facts: { kind: 'unavailable', target: '' } } as const;

const repo = (scansDone: boolean, ...issues: [string, string][]): Part<SecurityStatus> => read({ scansDone, filesWithIssues: issues.map(([path, level]) => ({ path, level })) });
const entry = (path: string, status?: string, large = true): TreeEntry => ({ type: 'file', path, size: 1, ...(large && { lfs: { oid: 'x', size: 1 } }), ...(status !== undefined && { securityFileStatus: { status } }) });
const files = (...entries: TreeEntry[]): Part<readonly TreeEntry[]> => read(entries);

describe('security', () => {
    it.each([
        ['all is scanned and safe', repo(true), files(entry('m', 'safe')), 'green', 'security-clean'],
        ['small text files are passed over', repo(true), files(entry('m', 'safe'), entry('config.json', 'unscanned', false)), 'green', 'security-clean'],
        ['the Hub says nothing of single files', repo(true), files(entry('m')), 'green', 'security-clean'],
        ['a file of the commit has an issue', repo(true), files(entry('m', 'suspicious')), 'red', 'security-issues'],
        ['an issue counts before the scans are done', repo(false), files(entry('m', 'caution')), 'red', 'security-issues'],
        ['an issue counts when the repository has no answer', unread, files(entry('m', 'unsafe')), 'red', 'security-issues'],
        ['the repository names a file of which the commit says nothing', repo(true, ['m', 'unsafe']), files(entry('m')), 'red', 'security-issues'],
        ['the repository names a file and the commit has no answer', repo(true, ['m', 'unsafe']), unread, 'red', 'security-issues'],
        ['the newest commit has a file that this one has not', repo(true, ['evil.bin', 'unsafe']), files(entry('m', 'safe')), 'green', 'security-clean'],
        ['the newest commit has another content', repo(true, ['m', 'unsafe']), files(entry('m', 'safe')), 'green', 'security-clean'],
        ['scans are under way', repo(false), files(entry('m', 'safe')), 'unknown', 'security-pending'],
        ['a file waits for its scan', repo(true), files(entry('m', 'queued')), 'unknown', 'security-pending'],
        ['weights were not scanned', repo(true), files(entry('m', 'unscanned')), 'unknown', 'security-unscanned'],
        ['a small pickle was not scanned', repo(true), files(entry('x.pkl', 'unscanned', false)), 'unknown', 'security-unscanned'],
        ['a scan failed', repo(true), files(entry('config.json', 'error', false)), 'unknown', 'security-unscanned'],
        ['a word that we do not know', repo(true), files(entry('m', 'fine')), 'unknown', 'security-unscanned'],
        ['the repository has no answer', unread, files(entry('m', 'safe')), 'unknown', 'unreadable'],
        ['the commit has no answer', repo(true), unread, 'unknown', 'unreadable'],
    ] as const)('%s', (...[, status, entries, verdict, reason]) => {
        expect(securityVerdict(status, entries)).toMatchObject({ verdict, reason });
    });

    it('names files and levels, and counts the rest', () => {
        const flagged = ['a', 'b', 'c', 'd'].map((path) => entry(path, 'unsafe'));
        expect(securityVerdict(repo(true), files(...flagged)).values).toEqual({ n: 4, files: 'a (unsafe), b (unsafe), c (unsafe), …' });
    });

    it('is green only when both answers came and every file that has a verdict is safe or small', () => {
        const status = fc.constantFrom('unscanned', 'safe', 'queued', 'error', 'caution', 'suspicious', 'unsafe');
        const entries = fc.array(fc.tuple(status, fc.boolean()), { maxLength: 4 }).map((drawn) => drawn.map(([word, large], index) => entry(`f${index}`, word, large)));
        fc.assert(fc.property(fc.boolean(), entries, fc.boolean(), fc.boolean(), (done, list, repoRead, listRead) => {
            const { verdict } = securityVerdict(repoRead ? repo(done) : unread, listRead ? read(list) : unread);
            const allFine = list.every(({ securityFileStatus, lfs }) => securityFileStatus?.status === 'safe' || (securityFileStatus?.status === 'unscanned' && !lfs));
            expect(verdict === 'green').toBe(done && repoRead && listRead && allFine);
        }));
    });
});

const card = (more: Partial<Card> = {}): Part<Card | undefined> => read({ licenses: ['mit'], score: 60, modelIndex: undefined, ...more });

describe('the card', () => {
    it.each([
        ['at the score', card({ score: 60 }), 'green', 'card-complete', { score: 60, wanted: 60 }],
        ['below the score', card({ score: 59 }), 'red', 'card-incomplete', { score: 59, wanted: 60 }],
        ['not there', read(undefined), 'red', 'card-missing', { wanted: 60 }],
        ['not read', unread, 'unknown', 'unreadable', {}],
    ] as const)('%s', (...[, part, verdict, reason, values]) => {
        expect(cardVerdict(part, 60)).toEqual({ verdict, reason, values });
    });
});

describe('the licence', () => {
    const list = ['Apache-2.0', ' MIT '];

    it.each([
        ['on the list, in any case', card({ licenses: ['mit'] }), list, 'green', 'license-listed'],
        ['not on the list', card({ licenses: ['gpl-3.0'] }), list, 'red', 'license-not-listed'],
        ['one of two not on the list', card({ licenses: ['mit', 'gpl-3.0'] }), list, 'red', 'license-not-listed'],
        ['called like one on the list by its owners', card({ licenses: ['other'], licenseName: 'mit' }), list, 'red', 'license-not-listed'],
        ['not stated', card({ licenses: [] }), list, 'red', 'license-missing'],
        ['without a card', read(undefined), list, 'red', 'license-missing'],
        ['not read', unread, list, 'unknown', 'unreadable'],
        ['without a list', card(), [], 'unknown', 'no-list'],
    ] as const)('%s', (...[, part, allowed, verdict, reason]) => {
        expect(licenseVerdict(part, allowed)).toMatchObject({ verdict, reason });
    });
});

describe('evaluations', () => {
    const glue = (value: number): Evaluation => ({ benchmark: 'glue', metric: 'accuracy', value });
    const mmlu: Evaluation = { benchmark: 'mmlu', value: 60 };

    it.each([
        ['none', read([]), read([glue(1)]), 'unknown', 'evals-none', {}],
        ['stated, and nothing live', read([glue(0.8), mmlu]), undefined, 'green', 'evals-stated', { n: 2 }],
        ['stated, and none for what is live', read([glue(0.8)]), read([]), 'green', 'evals-stated', { n: 1 }],
        ['as good', read([glue(0.8), mmlu]), read([glue(0.805)]), 'green', 'evals-kept', { n: 1 }],
        ['worse', read([glue(0.7), mmlu]), read([glue(0.8), mmlu]), 'red', 'evals-worse', { name: 'glue accuracy', before: 0.8, after: 0.7 }],
        ['left out', read([glue(0.9)]), read([glue(0.8), mmlu]), 'unknown', 'evals-gone', { name: 'mmlu' }],
        ['not read', unread, read([glue(1)]), 'unknown', 'unreadable', {}],
        ['not read of what is live', read([glue(1)]), unread, 'unknown', 'unreadable', {}],
    ] as const)('%s', (...[, after, before, verdict, reason, values]) => {
        expect(evalsVerdict(after, before)).toEqual({ verdict, reason, values });
    });
});
