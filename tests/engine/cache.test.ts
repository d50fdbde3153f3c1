import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only } from './shown';

let one: AppUnderTest;
let two: AppUnderTest;
beforeAll(async () => {
    one = await AppUnderTest.start({ separate: true });
    await one.speakEnglish();
    two = await one.another();
});
afterAll(() => one.leave());

const status = async (server: AppUnderTest): Promise<unknown> => jsonOf(await server.hf('cache status --format json'));

describe('/hf cache', () => {
    it('speaks of the process that answers: what one server forgets, the other one keeps', async () => {
        for (const server of [one, two]) {
            await server.hf('info model google-bert/bert-large-cased');
            expect(await status(server)).toMatchObject({ entries: expect.toSatisfy((count: number) => count > 0) as number });
        }
        const { process: first } = await status(one) as { process: string };
        const { process: second } = await status(two) as { process: string };
        expect(first).toMatch(/^[0-9a-f]{4}$/);
        expect(second).not.toBe(first);

        const cleared = only(await one.hf('cache clear', { user: 'admin' }));
        expect(cleared).toMatchObject({ kind: 'ephemeral', user: 'admin', failed: false });
        expect(cleared.text).toContain(first);
        expect(await status(one)).toMatchObject({ process: first, entries: 0, bytes: 0 });
        expect(await status(two)).toMatchObject({ process: second, entries: expect.toSatisfy((count: number) => count > 0) as number });
    });

    it('lets nobody but admins remove anything', async () => {
        expect(only(await two.hf('cache clear', { user: 'bo' }))).toMatchObject({ failed: true });
        expect(await status(two)).toMatchObject({ entries: expect.toSatisfy((count: number) => count > 0) as number });
    });
});
