import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../commands/run-command';
import { guarded } from '../../../context/boundary';
import { interact } from '../../../handlers/interact';
import type { Deployment } from '../../../services/deployment';
import { GENERAL, type TestCtx, type TestCtxOptions } from '../../helpers/test-ctx';
import { TEST_DEPLOYMENT } from '../../helpers/test-deployment';
import type { Button, View } from '../../../ui/view';
import { buttonOf } from '../../helpers/views';
import { MODEL as PUBLIC, useDeployments } from './deployment-world';

const PRIVATE = 'acme/bert-prod';
const BOARD: TestCtxOptions = { room: { ...GENERAL, public: false } };

const world = useDeployments();

async function done(work: (ctx: TestCtx) => Promise<unknown>, options?: TestCtxOptions): Promise<TestCtx['whispered'][number]> {
    const ctx = world().ctx(options);
    await guarded(ctx, async () => void (await work(ctx)));
    return ctx.whispered.at(-1) ?? expect.unreachable('Nothing was answered.');
}

const hf = async (line: string, options?: TestCtxOptions): Promise<View> => (await done((ctx) => runCommand(ctx, line.split(' ')), options)).view;
const click = ({ actionId, value }: Pick<Button, 'actionId' | 'value'>): Promise<TestCtx['whispered'][number]> => done((ctx) => interact(ctx, { actionId, value }));

/** What was asked for, oldest first. */
async function asked(): Promise<Deployment[]> {
    const open = await world().workspace.stores.approvals.listOpen();
    return Promise.all(open.map(async ({ id }) => (await world().requested(id)).deployment));
}

describe('a private model', () => {
    it('is shown where everybody may read only after whoever asks was told so', async () => {
        await world().environment({ name: 'prod' });
        const question = await hf(`deploy ${PRIVATE} --environment prod --approval-flow standard`);
        expect(question.failed).toBeUndefined();
        expect(question.text).toMatch(/^acme\/bert-prod is private on Hugging Face, but everybody/);
        expect(await asked()).toEqual([]);
        const { replace } = await click(buttonOf(question, 'deploy.run'));
        expect([replace, await asked()]).toMatchObject([true, [{ repo: PRIVATE, private: true, flow: 'standard', environment: { name: 'prod' } }]]);
    });

    it('is shown at once to the members of a room, and where whoever asks says so', async () => {
        await world().environment({ name: 'one' });
        await world().environment({ name: 'two' });
        await hf(`deploy ${PRIVATE} --environment one`, BOARD);
        await hf(`deploy ${PRIVATE} --environment two --show-private`);
        expect(await asked()).toMatchObject([{ private: true }, { private: true }]);
    });

    it('counts also where a public one is compared with it', async () => {
        await world().environment({ name: 'prod', target: TEST_DEPLOYMENT.environment.target });
        const question = await hf(`deploy ${PUBLIC} --environment prod`);
        expect(buttonOf(question, 'deploy.run').label).toBe('Ask here anyway');
        await hf(`deploy ${PUBLIC} --environment prod`, BOARD);
        expect(await asked()).toMatchObject([{ repo: PUBLIC, private: true, live: { repo: PRIVATE } }]);
    });

    it('is rolled back under the same terms, by a command or a report\'s button', async () => {
        await world().environment({ name: 'prod' });
        const old = world().head(PRIVATE);
        const now = world().commit({ 'notes.txt': 'x' }, PRIVATE);
        const put = (sha: string): unknown => world().hub.state.findRepo('model', PRIVATE)?.branches.set('prod', sha);
        put(now);
        await world().wentLive('prod', { repo: PRIVATE, sha: old });
        await world().wentLive('prod', { repo: PRIVATE, sha: now });
        const question = await hf('deploy rollback prod');
        expect(await asked()).toEqual([]);
        await click(buttonOf(question, 'deploy.rollback'));
        expect(await asked()).toMatchObject([{ repo: PRIVATE, sha: old, private: true }]);

        const [open] = await world().workspace.stores.approvals.listOpen();
        await click({ actionId: 'approval.cancel', value: open?.id ?? '' });
        put(old);
        const again = await click({ actionId: 'deploy.rollback', value: open?.id ?? '' });
        expect(JSON.parse(buttonOf(again.view, 'deploy.rollback').value ?? '')).toEqual({ id: open?.id, shown: true });
    });
});

it('A public model is shown anywhere', async () => {
    await world().environment({ name: 'prod' });
    await hf(`deploy ${PUBLIC} --environment prod`);
    expect(await asked()).toMatchObject([{ repo: PUBLIC, private: false }]);
});
