import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
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

const statusSchema = z.object({ process: z.string(), entries: z.number(), bytes: z.number() });
const status = async (server: AppUnderTest): Promise<z.infer<typeof statusSchema>> => statusSchema.parse(jsonOf(await server.hf('cache status --format json')));

describe('/hf cache', () => {
    it('speaks of the process that answers: what one server forgets, the other one keeps', async () => {
        for (const server of [one, two]) {
            await server.hf('info model google-bert/bert-large-cased');
        }
        const [first, second] = [await status(one), await status(two)];
        expect(first.process).toMatch(/^[0-9a-f]{4}$/);
        expect(second.process).not.toBe(first.process);
        expect(first.entries).toBeGreaterThan(0);

        const cleared = only(await one.hf('cache clear', { user: 'admin' }));
        expect(cleared).toMatchObject({ kind: 'ephemeral', user: 'admin', failed: false });
        expect(cleared.text).toContain(first.process);
        expect(await status(one)).toEqual({ process: first.process, entries: 0, bytes: 0 });
        expect(await status(two)).toEqual(second);
    });

    it('lets nobody but admins remove anything', async () => {
        const before = await status(two);
        expect(only(await two.hf('cache clear', { user: 'bo' }))).toMatchObject({ failed: true });
        expect(only(await two.hf('cache prune', { user: 'bo' }))).toMatchObject({ failed: true });
        expect(before.entries).toBeGreaterThan(0);
        expect(await status(two)).toEqual(before);
    });
});
