import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { submit } from '../../handlers/interact';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { MESSAGE_LIMIT } from '../../ui/text';
import type { Select, View } from '../../ui/view';
import { click, type, typeJson } from '../helpers/run';
import { TestWorkspace, type TestCtx, type TestCtxOptions } from '../helpers/test-ctx';
import { auditedToday, TestSpaces } from '../helpers/test-spaces';
import { buttonOf, buttonsOf, lastWhisper, linksIn } from '../helpers/views';

let hub: HubServer;
let spaces: TestSpaces;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub({ clock: () => workspace?.clock.now() ?? 0 });
    spaces = new TestSpaces(hub);
});
afterAll(() => hub.stop());
beforeEach(async () => {
    spaces.reset();
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('alice'), { name: 'alice' });
    await workspace.stores.preferences.set('u-alice', { defaultOrg: 'acme' });
});

const TEAM = { room: { id: 'r-team', name: 'team', public: false } } satisfies TestCtxOptions;
const typed = (line: string, options: TestCtxOptions = TEAM): Promise<View> => type(workspace, line, options);

async function run(words: readonly string[], options: TestCtxOptions = TEAM): Promise<TestCtx> {
    const ctx = workspace.ctx(options);
    await runCommand(ctx, words);
    return ctx;
}

function selectOf({ blocks = [] }: View): Select {
    const found = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])).find((element) => element.type === 'select');
    if (!found) {
        throw new Error('There is no select.');
    }
    return found;
}

/** A Space of acme like another one, under a new name. */
function addLike(model: string, id: string): void {
    const repo = hub.state.findRepo('space', model);
    if (!repo) {
        throw new Error(`There is no Space ${model}.`);
    }
    hub.state.addRepo({ ...repo, id, _id: id, space: structuredClone(repo.space!) });
}

describe('/hf space list', () => {
    it('lists the caller\'s and their organisation\'s Spaces with stage, hardware, price and sleep', async () => {
        const { text } = await typed('space list');
        expect(text.split('\n').slice(1).sort().map((line) => line.replace(/<[^|]+\|([^>]+)>/, '$1'))).toEqual([
            '- acme/annotator – `PAUSED` · private · `cpu-upgrade` · nothing now; $0.03 per hour ($0.72 per day) when it runs · sleeps: after 2 days without visitors',
            '- acme/broken – `BUILD_ERROR` · private · `cpu-basic` · free · sleeps: after 2 days without visitors',
            '- acme/demo – `RUNNING` · `cpu-basic` · free · sleeps: after 2 days without visitors',
            '- acme/gpu-demo – `RUNNING` · private · `t4-small` · $0.40 per hour now ($9.60 per day) · sleeps: after 1 hour without visitors',
        ]);
    });

    it('lists those of the organisations one belongs to as well, unless they want something of their member first', async () => {
        await workspace.signIn(fakeToken('carol'), { name: 'carol' });
        await workspace.stores.preferences.set('u-alice', { defaultOrg: null });
        const { text } = await typed('space list');
        expect(text).toContain('acme/gpu-demo');
        expect(text).not.toContain('globex');
    });

    it('is data for machines', async () => {
        const { spaces: found, hasMore } = (await typeJson(workspace, 'space list acme', TEAM)) as { spaces: unknown[]; hasMore: boolean };
        expect(found).toContainEqual(expect.objectContaining({ id: 'acme/gpu-demo', stage: 'RUNNING', state: 'up', hardware: 't4-small', perHourUsd: expect.closeTo(0.4, 3) as number, sleepSeconds: 3600, billed: true }));
        expect(hasMore).toBe(false);
    });

    it('turns pages over many Spaces with long names, each once', async () => {
        const made = Array.from({ length: 50 }, (_, index) => `bo/${`s${index}`.padEnd(96, 'x')}`);
        made.forEach((id) => addLike('acme/demo', id));
        const seen: string[] = [];
        let page = await typed('space list bo');
        for (let pages = 1; ; pages += 1) {
            seen.push(...[...page.text.matchAll(/\|(bo\/[^>]+)>/g)].map(([, id = '']) => id));
            for (const block of page.blocks ?? []) {
                expect(block.type === 'section' ? block.text.length : 0).toBeLessThanOrEqual(MESSAGE_LIMIT);
            }
            const next = buttonsOf(page).find(({ actionId }) => actionId === 'space.list');
            if (!next) {
                expect(pages).toBe(4);
                break;
            }
            page = lastWhisper(await click(workspace, next, TEAM));
        }
        made.forEach((id) => hub.state.removeRepo(hub.state.findRepo('space', id)!));
        expect(seen.sort()).toEqual([...made].sort());
    });

    it('says when there is nothing, when nobody is known, and what is no name', async () => {
        expect((await typed('space list nobody-at-all')).text).toContain('No Spaces of nobody-at-all');
        await expect(typed('space list ../acme')).rejects.toMatchObject({ sentence: { key: 'space.list.bad_owner' } });
        await expect(typed('space list', { ...TEAM, user: { id: 'u-stranger' } })).rejects.toMatchObject({ sentence: { key: 'space.list.whose' } });
    });
});

describe('/hf space status', () => {
    it('tells stage, hardware, price and sleep as they are now, with what can be done', async () => {
        const shown = await typed('space status gpu-demo');
        expect(shown.text).toContain('*Stage:* `RUNNING` – it runs\n*Hardware:* Nvidia T4 - small (`t4-small`)\n*Price:* $0.40 per hour now ($9.60 per day)\n*Sleeps:* after 1 hour without visitors');
        expect(buttonsOf(shown).map(({ actionId, value }) => `${actionId} ${value}`)).toEqual(['space.restart', 'space.pause', 'space.hardware', 'space.logs', 'space.refresh'].map((id) => `${id} acme/gpu-demo`));
        spaces.put('acme/gpu-demo', 'PAUSED');
        expect(lastWhisper(await click(workspace, buttonOf(shown, 'space.refresh'), TEAM)).text).toContain('nothing now; $0.40 per hour');
    });

    it('quotes what failed, and shows a stage of tomorrow as it is', async () => {
        expect((await typed('space status acme/broken')).text).toContain('> Job failed with exit code: 1.');
        spaces.of('acme/demo').course = [{ stage: 'WARPING' as 'BUILDING', at: 0 }];
        expect((await typed('space status acme/demo')).text).toContain('*Stage:* `WARPING`\n');
    });

    it('shows no secret that stands in what failed', async () => {
        spaces.put('acme/demo', 'RUNTIME_ERROR', 'Could not log in with AKIAABCDEFGHIJKLMNOP');
        for (const command of ['space status', 'space logs', 'info space']) {
            expect((await typed(`${command} acme/demo`)).text).toContain('> Could not log in with (redacted)');
            expect(JSON.stringify(await typeJson(workspace, `${command} acme/demo`, TEAM))).not.toContain('AKIAABCD');
        }
    });

    it.each(['status acme/gpu-demo', 'hardware acme/gpu-demo', 'list acme'])('of a private Space is not posted where everybody may read: %s', async (line) => {
        await expect(typed(`space ${line} --public`, {})).rejects.toMatchObject({ sentence: { key: 'space.not_public' } });
        expect((await run(['space', ...line.split(' '), '--public'])).said).toHaveLength(1);
    });

    it('asks which one is meant', async () => {
        addLike('acme/demo', 'alice/demo');
        const asked = await typed('space status demo');
        const restart = await typed('space restart demo');
        hub.state.removeRepo(hub.state.findRepo('space', 'alice/demo')!);
        expect(buttonsOf(asked).map(({ actionId, value }) => [actionId, value])).toEqual([['space.refresh', 'alice/demo'], ['space.refresh', 'acme/demo']]);
        expect(buttonsOf(restart).map(({ actionId, value }) => [actionId, value])).toContainEqual(['space.order', '{"kind":"restart","space":"acme/demo","factory":false}']);
        expect(spaces.writes).toEqual([]);
    });

    it('is of Spaces only', async () => {
        await expect(typed('space status https://huggingface.co/acme/bert-prod')).rejects.toMatchObject({ sentence: { key: 'space.not_a_space' } });
    });
});

describe('orders by command', () => {
    it.each([
        ['space restart acme/demo', 'POST /api/spaces/acme/demo/restart'],
        ['space pause acme/demo', 'POST /api/spaces/acme/demo/pause'],
        ['space sleep acme/gpu-demo 30m', 'POST /api/spaces/acme/gpu-demo/sleeptime'],
        ['space dev-mode acme/demo on', 'POST /api/spaces/acme/demo/dev-mode'],
        ['space variables acme/demo MODE=fast', 'POST /api/spaces/acme/demo/variables'],
        ['space hardware acme/gpu-demo cpu-basic', 'POST /api/spaces/acme/gpu-demo/hardware'],
    ])('%s', async (line, write) => {
        const ctx = await run(line.split(' '));
        expect(spaces.writes).toEqual([write]);
        expect(ctx.said).toHaveLength(1);
        expect(ctx.said[0]?.text).toMatch(/^alice /);
        expect(lastWhisper(ctx).text).toBe('Done; the room has been told.');
        expect(await auditedToday(workspace)).toMatchObject([{ by: 'u-alice', result: 'done' }]);
    });

    it('sets the sleep time in seconds', async () => {
        await run(['space', 'sleep', 'acme/gpu-demo', '30m']);
        expect(spaces.of('acme/gpu-demo').runtime.gcTimeout).toBe(1800);
        await expect(typed('space sleep acme/gpu-demo soon')).rejects.toMatchObject({ sentence: { key: 'space.sleep.bad' } });
        await expect(typed('space sleep acme/gpu-demo 2026-12-01')).rejects.toMatchObject({ sentence: { key: 'space.sleep.bad' } });
        expect(buttonOf(await typed('space sleep acme/gpu-demo never'), 'space.agree').label).toBe('Start for $0.40/h');
    });

    it('needs an account', async () => {
        await expect(typed('space pause acme/demo', { ...TEAM, user: { id: 'u-stranger' } })).rejects.toMatchObject({ kind: 'not-found-or-private' });
        expect(spaces.stage('acme/demo')).toBe('RUNNING');
    });
});

describe('/hf space hardware', () => {
    it('shows what there is with today\'s prices, the current one marked, and asks what was chosen', async () => {
        const shown = await typed('space hardware acme/gpu-demo --sleep 1h');
        expect(shown.text).toContain('- *Now:* `t4-small` Nvidia T4 - small – $0.40 per hour, $9.60 per day');
        const { options } = selectOf(shown);
        expect(options.map(({ label }) => label)).toContain('a10g-small – $1.00/h');
        expect(options.map(({ label }) => label).join()).not.toContain('t4-small');
        const chosen = options.find(({ label }) => label.startsWith('a10g-small'));
        const asked = lastWhisper(await click(workspace, { actionId: 'space.order', value: chosen?.value ?? '' }, TEAM));
        expect(asked.text).toContain('$1.00 per hour, $24.00 per day');
        await click(workspace, buttonOf(asked, 'space.agree'), TEAM);
        expect(spaces.of('acme/gpu-demo').runtime).toMatchObject({ hardware: { requested: 'a10g-small' }, gcTimeout: 3600 });
    });

    it('is no matter of static Spaces', async () => {
        await expect(typed('space hardware huggingface/hf-docs-search')).rejects.toMatchObject({ sentence: { key: 'space.static' } });
    });
});

describe('/hf space secrets', () => {
    beforeEach(() => {
        spaces.of('acme/demo').secrets.set('API_KEY', { updatedAt: workspace.clock.now() - 3_600_000 });
    });

    it('lists names and dates, and links to where one is added', async () => {
        const shown = await typed('space secrets acme/demo');
        expect(shown.text).toContain('- `API_KEY` – set 1 hour ago');
        expect(shown.text).toContain('kept in the server\'s log');
        expect(buttonsOf(shown).map(({ url }) => url)).toEqual([`${hub.url}/spaces/acme/demo/settings`]);
        expect(await typeJson(workspace, 'space secrets acme/demo', TEAM)).toEqual({ space: 'acme/demo', secrets: [{ key: 'API_KEY', updatedAt: expect.any(String) as string }] });
    });

    it('shows no value, should Hugging Face ever tell one', async () => {
        Object.assign(spaces.of('acme/demo').secrets.get('API_KEY')!, { value: 'open-sesame' });
        const shown = [await typed('space secrets acme/demo'), await typeJson(workspace, 'space secrets acme/demo', TEAM)];
        expect(JSON.stringify(shown)).not.toContain('open-sesame');
    });

    it('removes one after a question', async () => {
        const [option] = selectOf(await typed('space secrets acme/demo')).options;
        const asked = lastWhisper(await click(workspace, { actionId: 'space.order', value: option?.value ?? '' }, TEAM));
        expect([...spaces.of('acme/demo').secrets.keys()]).toEqual(['API_KEY']);
        const { said } = await click(workspace, buttonOf(asked, 'space.agree'), TEAM);
        expect([...spaces.of('acme/demo').secrets.keys()]).toEqual([]);
        expect(said[0]?.text).toContain('alice removed the secret `API_KEY`');
        expect(await auditedToday(workspace)).toMatchObject([{ what: 'space.secret-removed', details: { key: 'API_KEY' } }]);
    });

    it('is not for the room, nor for who may not write', async () => {
        await expect(typed('space secrets acme/demo --public')).rejects.toMatchObject({ sentence: { key: 'error.not_shareable' } });
        await expect(typed('space secrets gradio/hello_world')).rejects.toMatchObject({ kind: 'forbidden' });
    });
});

describe('/hf space variables', () => {
    it('sets, shows and removes; the room and the record hear the names alone', async () => {
        const { said } = await run(['space', 'variables', 'acme/demo', 'MODEL_REVISION=main=1', 'GREETING=hello world']);
        expect([...spaces.of('acme/demo').variables].map(([key, { value }]) => [key, value])).toEqual([['MODEL_REVISION', 'main=1'], ['GREETING', 'hello world']]);
        expect(said[0]?.text).toContain('alice set `MODEL_REVISION` and `GREETING` of');
        expect(JSON.stringify([said, await auditedToday(workspace)])).not.toContain('hello world');
        const shown = await typed('space variables acme/demo');
        expect(shown.text).toContain('- `GREETING=hello world` – set');
        await click(workspace, { actionId: 'space.order', value: selectOf(shown).options[0]?.value ?? '' }, TEAM);
        expect([...spaces.of('acme/demo').variables.keys()]).toEqual(['GREETING']);
        await run(['space', 'variables', 'acme/demo', '--remove', 'GREETING']);
        expect(await typeJson(workspace, 'space variables acme/demo', TEAM)).toEqual({ space: 'acme/demo', variables: [] });
    });

    it.each(['HF_TOKEN=abc', 'DB_PASSWORD=x', 'MY_API_KEY=1', 'client_secret=1', 'NOTE=AKIAABCDEFGHIJKLMNOP', 'URL=token=abcdef'])('%s is refused: it looks like a secret', async (assignment) => {
        await expect(run(['space', 'variables', 'acme/demo', assignment])).rejects.toMatchObject({ sentence: { key: 'space.variables.secret' }, steps: [{ key: 'space.variables.secret_step' }] });
        expect(spaces.writes).toEqual([]);
    });

    it.each(['MAX_TOKENS=512', 'PUBLIC_KEY=abc', 'PAD_TOKEN_ID=0'])('%s is fine', async (assignment) => {
        await run(['space', 'variables', 'acme/demo', assignment]);
        expect(spaces.writes).toHaveLength(1);
    });

    it.each([['novalue', 'space.variables.bad'], ['=x', 'space.variables.bad'], ['1A=x', 'space.variables.shape'], [`A=${'x'.repeat(2001)}`, 'space.variables.shape']])('%s is refused (%s)', async (assignment, key) => {
        await expect(run(['space', 'variables', 'acme/demo', assignment])).rejects.toMatchObject({ sentence: { key } });
        expect(spaces.writes).toEqual([]);
    });

    it('masks what somebody put there all the same', async () => {
        spaces.of('acme/demo').variables.set('NOTE', { value: 'AKIAABCDEFGHIJKLMNOP', updatedAt: 0 });
        expect(JSON.stringify([await typed('space variables acme/demo'), await typeJson(workspace, 'space variables acme/demo', TEAM)])).not.toContain('AKIAABCD');
    });
});

describe('/hf space delete', () => {
    const fill = (name: string | null, carried = 'acme/demo', options: TestCtxOptions = TEAM) => {
        const ctx = workspace.ctx(options);
        return { ctx, outcome: submit(ctx, { surfaceId: 'space.delete', fields: { 'space.delete.name': name }, carried }) };
    };
    const isThere = (): boolean => hub.state.findRepo('space', 'acme/demo') !== undefined;

    it('opens a form that says what is lost; a button opens it where none could be', async () => {
        const { opened } = await run(['space', 'delete', 'acme/demo']);
        expect(opened).toMatchObject([{ kind: 'modal', id: 'space.delete', carried: 'acme/demo', submit: 'Delete for good' }]);
        const prompt = await typed('space delete acme/demo', { ...TEAM, trigger: false });
        expect(buttonOf(prompt, 'space.delete').value).toBe('acme/demo');
        expect(spaces.writes).toEqual([]);
    });

    it.each(['', null, 'demo', 'acme/demos', 'ACME/demo', 'acme/demo/'])('%j is not the id: nothing is deleted', async (name) => {
        expect(await fill(name).outcome).toEqual({ kind: 'errors', errors: { 'space.delete.name': 'That is not acme/demo. Nothing was deleted.' } });
        expect(isThere()).toBe(true);
    });

    it('asks anew for one that has another name by now: nobody has typed that', async () => {
        hub.state.renames.set('space acme/old-demo', 'acme/demo');
        await expect(fill('acme/old-demo', 'acme/old-demo').outcome).resolves.toMatchObject({ kind: 'update', surface: { id: 'space.delete', carried: 'acme/demo' } });
        expect(spaces.writes).toEqual([]);
    });

    it('deletes by the full id; the room is told and it is on record', async () => {
        const repo = hub.state.findRepo('space', 'acme/demo')!;
        const { ctx, outcome } = fill(' acme/demo ');
        expect(await outcome).toBeUndefined();
        expect(isThere()).toBe(false);
        hub.state.addRepo(repo);
        expect(ctx.said.map(({ text }) => text)).toEqual(['alice deleted the Space `acme/demo`.']);
        expect(await auditedToday(workspace)).toMatchObject([{ by: 'u-alice', what: 'space.deleted', subject: 'acme/demo', result: 'done' }]);
    });

    it('is refused where the account may not, and where the form was forged', async () => {
        await expect(fill('gradio/hello_world', 'gradio/hello_world').outcome).rejects.toMatchObject({ sentence: { key: 'space.refused.rights' } });
        expect(await auditedToday(workspace)).toMatchObject([{ what: 'space.deleted', result: 'refused' }]);
        expect(await fill('../x', '../x').outcome).toMatchObject({ kind: 'errors' });
        expect(hub.state.findRepo('space', 'gradio/hello_world')).toBeDefined();
    });
});

it('leads from what is known of a Space to how it runs', async () => {
    expect(buttonOf(await typed('info space acme/demo'), 'space.refresh').value).toBe('acme/demo');
    expect(linksIn(await typed('space status acme/demo'))[0]).toEqual(['acme/demo', `${hub.url}/spaces/acme/demo`]);
});
