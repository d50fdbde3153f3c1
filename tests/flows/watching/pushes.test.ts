import { describe, expect, it } from 'vitest';
import { arrived, notePush, pushesOf } from '../../../flows/watching/pushes';
import { TestWorkspace } from '../../helpers/test-ctx';

const REPO = { type: 'model', id: 'acme/bert-prod' } as const;
const sha = (digit: string): string => digit.repeat(40);
const commit = (digit: string, at: number): { sha: string; at: number } => ({ sha: sha(digit), at });
/** Made long ago, newest first. */
const HISTORY = [commit('d', 40), commit('c', 30), commit('b', 20), commit('a', 10)];
const times = (commits: readonly { readonly at: number }[]): number[] => commits.map(({ at }) => at);

describe('commits that were made long before they were pushed', () => {
    it('came with their push', () => {
        expect(times(arrived(HISTORY, [{ from: sha('b'), to: sha('d'), at: 1000 }]))).toEqual([1000, 1000, 20, 10]);
    });

    it('came each with their own push', () => {
        const pushes = [{ from: sha('a'), to: sha('b'), at: 500 }, { from: sha('b'), to: sha('d'), at: 1000 }];
        expect(times(arrived(HISTORY, pushes))).toEqual([1000, 1000, 500, 10]);
        expect(times(arrived(HISTORY, [...pushes].reverse()))).toEqual([1000, 1000, 500, 10]);
    });

    it('never came before they were made, whatever our clock says', () => {
        expect(times(arrived(HISTORY, [{ from: sha('b'), to: sha('d'), at: 35 }]))).toEqual([40, 35, 20, 10]);
    });

    it.each([['a new branch', undefined], ['a force push', sha('f')]])('of %s only the head is known to be new', (_what, from) => {
        expect(times(arrived(HISTORY, [{ from, to: sha('d'), at: 1000 }]))).toEqual([1000, 30, 20, 10]);
    });

    it('keep their own time when no push is known, or one that is gone from the history', () => {
        expect(arrived(HISTORY, [])).toEqual(HISTORY);
        expect(arrived(HISTORY, [{ from: sha('a'), to: sha('f'), at: 1000 }])).toEqual(HISTORY);
    });
});

describe('pushes on record', () => {
    it('are noted once, with the time at which they were noted first, by branch and whatever the spelling of the name', async () => {
        const workspace = new TestWorkspace();
        const ctx = workspace.ctx();
        const at = workspace.clock.now();
        await notePush(ctx, REPO, { branch: 'main', from: sha('a'), to: sha('b') });
        workspace.clock.advance(5000);
        await notePush(ctx, { ...REPO, id: 'Acme/BERT-prod' }, { branch: 'main', from: sha('a'), to: sha('b') });
        await notePush(ctx, REPO, { branch: 'dev', to: sha('c') });
        expect(await pushesOf(ctx, REPO, 'main')).toEqual([{ from: sha('a'), to: sha('b'), at }]);
        expect(await pushesOf(ctx, REPO, 'dev')).toEqual([{ to: sha('c'), at: at + 5000 }]);
    });

    it('are forgotten when there are many newer ones', async () => {
        const workspace = new TestWorkspace();
        const ctx = workspace.ctx();
        for (let count = 0; count < 130; count += 1) {
            workspace.clock.advance(1000);
            await notePush(ctx, REPO, { branch: 'main', to: count.toString(16).padStart(40, '0') });
        }
        const kept = await pushesOf(ctx, REPO, 'main');
        expect(kept.length).toBeLessThanOrEqual(62);
        expect(kept.at(-1)?.to).toBe((129).toString(16).padStart(40, '0'));
    });
});
