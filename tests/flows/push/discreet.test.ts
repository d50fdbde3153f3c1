import { expect, it } from 'vitest';
import { interact } from '../../../handlers/interact';
import { GENERAL, type TestCtxOptions } from '../../helpers/test-ctx';
import { buttonOf, buttonsOf } from '../../helpers/views';
import { text, THREAD, usePushes, type PushWorld } from './push-world';

const NOTE = 'What this private repository holds is shown to alice alone.';

let world: PushWorld;
usePushes((begun) => {
    world = begun;
});

async function planned(repo: string): Promise<void> {
    await world.type(`--repo ${repo}`);
    await world.run();
}

/** What somebody is told who presses *Details*. */
async function details(options: TestCtxOptions = THREAD): Promise<string> {
    const ctx = world.server().ctx(options);
    await interact(ctx, { actionId: 'push.details', value: buttonOf(world.card.view, 'push.details').value });
    return ctx.whispered.map(({ view }) => view.text).join();
}

it('of what a private repository holds, a room that everybody may read is told nothing; whoever asked sees all of it', async () => {
    const repo = await world.makeRepo({ isPrivate: true, more: { '.gitignore': '*.log.txt\n', 'same.txt': 'same', 'folder/x.txt': 'x' } });
    for (const [name, content] of [['a.txt', 'two'], ['b.txt', 'b'], ['folder', 'a file'], ['run.log.txt', 'a line'], ['same.txt', 'same'], ['model.pkl', Buffer.from('\x80\x04cos\nsystem\n(X\x02\x00\x00\x00lstR.', 'latin1')]] as const) {
        world.put(name, content);
    }
    await planned(repo);
    const sizes = ['same.txt` · 4 bytes', 'run.log.txt` · 6 bytes', 'b.txt` · 1 byte', 'a.txt` · 3 bytes'].map((line) => `- 📄 \`${line}`);
    expect(world.lines.slice(1)).toEqual(expect.arrayContaining([expect.stringContaining('⛔ `model.pkl`'), ...sizes, NOTE]));
    expect(world.card.view.text).not.toMatch(/ new| changed|unchanged|has a folder/);
    expect(JSON.stringify(await world.review())).toMatch(/a\.txt.* changed.*unchanged/);
    await world.confirm();
    await world.run();
    expect(world.lines.slice(1)).toEqual([expect.stringMatching(/^✅ Committed as <[^>]*>\.$/), expect.stringContaining('⛔ `model.pkl`'), NOTE]);
    expect(await details()).toMatch(/Committed as <[^>]*>: 2 files\.[^]*has a folder where the file would be[^]*Left out[^]*run\.log\.txt/);
    await expect(details({ ...THREAD, user: { id: 'u-bo', username: 'bo' } })).rejects.toMatchObject({ sentence: { key: 'push.not_yours' } });
});

it.each([['has', 'one', 'The repository has all of this already'], ['ignores', 'else', 'has all of these files']])('that a private repository %s all of it, only whoever asked is told', async (_what, content, reason) => {
    const repo = await world.makeRepo({ isPrivate: true, more: { '.gitignore': 'b.txt\n' } });
    world.put(content === 'one' ? 'a.txt' : 'b.txt', content);
    await planned(repo);
    if (buttonsOf(world.card.view).some(({ actionId }) => actionId === 'push.review')) {
        await world.confirm();
        await world.run();
    }
    expect(world.lines.slice(1)).toEqual(['▫️ Nothing was committed.', NOTE]);
    expect(await details()).toContain(reason);
});

it('a room of some people is told everything', async () => {
    const repo = await world.makeRepo({ isPrivate: true });
    const room = { ...GENERAL, public: false };
    world.put('a.txt', text('one'));
    await world.type(`--repo ${repo}`, { options: { ...THREAD, room } });
    await world.run(world.server(), { room });
    expect(world.lines.at(-1)).toBe('☑️ The repository has all of this already. Nothing was committed.');
    expect(buttonsOf(world.card.view)).toEqual([]);
});
