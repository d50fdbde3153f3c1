import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toMessages } from '../../context/engine/to-message';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { MESSAGE_LIMIT } from '../../ui/text';
import { click, type, typeJson } from '../helpers/run';
import { GENERAL, TestWorkspace } from '../helpers/test-ctx';
import { buttonOf, buttonsOf, lastWhisper } from '../helpers/views';

const TOKEN = `hf_${'AbCdEfGhIj'.repeat(3)}`;

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('alice'));
});

const writes = (space: string, ...lines: string[]): void => hub.change({ kind: 'space-log', space, lines });

describe('space logs', () => {
    it('shows the newest lines, with the error above them', async () => {
        writes('acme/demo', 'Traceback (most recent call last):', '  File "/home/user/app/app.py", line 12, in <module>', '    load()', 'ValueError: no @all model ```', '\u001b[31m 10%|█\r100%|██\u001b[0m');
        const view = await type(workspace, 'space logs acme/demo --tail 5');
        expect(view.text).toContain('• `ValueError: no @all model ˋˋˋ` – `app.py:12`');
        expect(view.text.indexOf('• ')).toBeLessThan(view.text.indexOf('```'));
        expect(view.text.split('```')[1]).toBe('\nTraceback (most recent call last):\n  File "/home/user/app/app.py", line 12, in <module>\n    load()\nValueError: no @all model ˋˋˋ\n100%|██\n');
        expect(toMessages(view, { appId: 'app' })[0]?.text).not.toContain('@all');
        expect(buttonsOf(view).map(({ actionId }) => actionId)).toEqual(['space.logs', 'logs.follow', 'space.restart', 'link.logs']);
    });

    it('folds a long log, cuts endless lines, and shows no token and no junk', async () => {
        writes('acme/demo', ...Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(65_000)}`), `HF_TOKEN=${TOKEN}`, '\u0000\u0007\ufffd\u0001binary');
        const view = await type(workspace, 'logs acme/demo --tail 42');
        const [attachment] = view.attachments ?? [];
        expect(attachment?.collapsed).toBe(true);
        expect(attachment?.text?.length).toBeLessThan(31_000);
        expect(attachment?.text).toMatch(/HF_TOKEN=\[redacted\]\n\ufffdbinary\n```$/);
        expect(view.text).toContain('Older lines did not fit.');
        for (const { text, blocks } of toMessages(view, { appId: 'app' })) expect(Math.max(text?.length ?? 0, ...(blocks ?? []).map((block) => JSON.stringify(block).length))).toBeLessThan(MESSAGE_LIMIT);
        expect(JSON.stringify(await typeJson(workspace, 'logs acme/demo --tail 2'))).not.toContain(TOKEN);
    });

    it('is data for machines', async () => {
        writes('acme/demo', 'ERROR: a', 'fine');
        expect(await typeJson(workspace, 'space logs acme/demo --tail 2')).toMatchObject({
            id: 'acme/demo', kind: 'run', stage: 'RUNNING', state: 'read', lines: [{ text: 'ERROR: a', timestamp: expect.any(String) as string }, { text: 'fine' }], errors: [{ text: 'ERROR: a', index: 0 }],
        });
    });

    it('says the stage of a Space that does not run, and shows its build log by a button', async () => {
        const inside = { room: { ...GENERAL, public: false } };
        const view = await type(workspace, 'space logs acme/broken --tail 1', inside);
        expect(view.text).toContain('`BUILD_ERROR` – it failed');
        const build = await click(workspace, buttonOf(view, 'space.logs'), inside);
        expect(lastWhisper(build).text).toContain('• `--> ERROR: Job failed with exit code: 1.');
        const other = await click(workspace, { actionId: 'space.logs', value: 'acme/demo' });
        expect(lastWhisper(other).text).toContain('acme/demo');
    });

    it('says why there is nothing: a static Space, nobody signed in', async () => {
        expect((await type(workspace, 'space logs huggingface/hf-docs-search')).text).toContain('A static Space');
        const stranger = await type(new TestWorkspace(hub), 'space logs acme/demo');
        expect(stranger.text).toContain('sign in first');
        expect(buttonsOf(stranger).map(({ actionId }) => actionId)).toEqual(['login.open']);
    });

    it('is refused without rights, and for a Space that is not there', async () => {
        await expect(type(workspace, 'space logs gradio/hello_world')).rejects.toMatchObject({ kind: 'forbidden' });
        await expect(type(workspace, 'space logs acme/nothing')).rejects.toMatchObject({ name: 'HubError', status: 404 });
        await expect(type(workspace, 'space logs acme/demo --tail 501')).rejects.toMatchObject({ sentence: { key: 'error.bad_number' } });
    });

    it('posts no private log where everybody may read', async () => {
        await expect(type(workspace, 'space logs acme/gpu-demo --tail 1 --public')).rejects.toMatchObject({ sentence: { key: 'logs.private' } });
        expect(workspace.messages.all.size).toBe(0);
        expect((await type(workspace, 'space logs acme/gpu-demo --tail 1')).text).toContain('acme/gpu-demo');
    });
});
