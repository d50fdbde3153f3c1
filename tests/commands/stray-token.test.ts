import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { interact } from '../../handlers/interact';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { ALICE, TestWorkspace, type TestCtx } from '../helpers/test-ctx';
import { buttonOf, lastWhisper } from '../helpers/views';

const TOKEN = fakeToken('alice');
let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.clearRequests();
    workspace = new TestWorkspace(hub);
});

async function typed(line: string): Promise<TestCtx> {
    const ctx = workspace.ctx();
    await runCommand(ctx, line.split(' '));
    return ctx;
}

describe('a token where a command has no use for one', () => {
    it.each([
        'TOKEN', 'loign TOKEN', 'login x TOKEN', 'login --token=TOKEN', 'login --token TOKEN', 'login --TOKEN', 'login “TOKEN” --public', 'models search TOKEN', 'models search --task TOKEN',
        'models search --sort=“TOKEN”', 'info model TOKEN', 'info model https://user:TOKEN@huggingface.co/a/b', 'help TOKEN', 'papers search x,TOKEN', 'doctor TOKEN', 'tree -- TOKEN',
    ])('is neither repeated nor sent anywhere: /hf %s', async (line) => {
        const ctx = await typed(line.replace('TOKEN', TOKEN));
        expect(lastWhisper(ctx)).toMatchObject({ failed: true });
        expect(lastWhisper(ctx).text).toContain(`hf_••••••${TOKEN.slice(-4)}`);
        expect(JSON.stringify([ctx.said, ctx.whispered, ctx.opened, ctx.logged, hub.requests, workspace.database.dump()])).not.toContain(TOKEN);
        expect(hub.requests).toEqual([]);
    });

    it('can be revoked from there, after a second question', async () => {
        const ctx = await typed(`models search ${TOKEN}`);
        await interact(ctx, buttonClick(ctx, 'login.revoke'));
        await interact(ctx, buttonClick(ctx, 'leak.revoke'));
        expect(hub.requests.map(({ path }) => path)).toEqual(['/api/credentials/revoke']);
    });

    it('is still taken by login, where it stands alone', async () => {
        await typed(`LOGIN “${fakeToken('dave')}”`);
        expect(await workspace.stores.accounts.get(ALICE.id)).toMatchObject({ state: 'ok', account: { name: 'dave' } });
    });

    it('is not what a placeholder is', async () => {
        await expect(typed('loign hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')).rejects.toMatchObject({ sentence: { key: 'error.unknown_command' } });
    });
});

function buttonClick(ctx: TestCtx, actionId: string): { actionId: string; value: string | undefined } {
    return { actionId, value: buttonOf(lastWhisper(ctx), actionId).value };
}
