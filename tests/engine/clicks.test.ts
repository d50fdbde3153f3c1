import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppUnderTest } from './app-under-test';

/** Rocket.Chat's client gives up on a click after this, milliseconds. */
const CLIENT_PATIENCE_MS = 5000;

describe('clicks', () => {
    let app: AppUnderTest;
    beforeAll(async () => {
        app = await AppUnderTest.start();
    });
    afterAll(() => app.stop());

    it('are answered before the client gives up, and their result is shown when it is there', async () => {
        const list = await app.hf('models search gpt2 --limit 2');
        const control = list[0]?.controls.find(({ kind }) => kind === 'select');
        const pick = (index: number): Promise<unknown> => app.host.pick({ user: 'alice', room: 'general', actionId: control?.actionId ?? '', blockId: control?.blockId ?? '', value: control?.options?.[index]?.value });
        // What this machine takes for any click, here on what is not known yet either.
        const ordinary = performance.now();
        await pick(1);
        const overhead = performance.now() - ordinary;
        await app.host.idle();
        app.hub.faults.add({ match: 'GET /api/models/*', times: 1, fault: { kind: 'slow', ms: CLIENT_PATIENCE_MS + 3000 } });
        const before = app.shown.length;
        const started = performance.now();
        const result = await pick(0);
        expect(performance.now() - started - overhead).toBeLessThan(CLIENT_PATIENCE_MS);
        expect(result).toMatchObject({ success: true });
        expect(app.shown.length).toBe(before);
        await expect.poll(() => app.shown.length, { timeout: 30_000 }).toBeGreaterThan(before);
        expect(app.shown.at(-1)).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: false });
    });

    it('count only in rooms that their user may read', async () => {
        const forged = { user: 'carol', actionId: 'link-cards.off', blockId: `${'A'.repeat(17)}..0` };
        const inDirect = (await app.host.roomsOf('alice')).find(({ type }) => type === 'd')?.id ?? '';
        for (const [user, room] of [['gina', 'ml-incidents'], ['gina', 'ml-models'], ['carol', inDirect]] as const) {
            const shown = await app.during(async () => expect(await app.host.click({ ...forged, user, room })).toMatchObject({ success: false }));
            expect(shown, `${user} in ${room}`).toEqual([]);
        }
    });

    it('cost no round trip more for that where a room is open to all, and one where it is not', async () => {
        await app.host.command({ user: 'alice', room: 'general', text: '/hf help' });
        const cost = async (room: string): Promise<number> => {
            await app.host.idle();
            const before = await app.host.roundTrips();
            await app.host.click({ user: 'alice', room, actionId: 'no.such', blockId: `${'A'.repeat(17)}..0`, value: 'x' });
            await app.host.idle();
            return (await app.host.roundTrips()) - before;
        };
        const open = await cost('general');
        expect([open, await cost('ml-incidents')]).toEqual([1, 2]);
    });

    it('post nothing into a thread that only the client vouches for', async () => {
        const secret = await app.host.post({ user: 'carol', room: 'ml-incidents', text: 'a thread of another room' });
        const shown = await app.during(() => app.host.post({ user: 'bo', room: 'ml-models', text: 'see https://huggingface.co/openai-community/gpt2' }));
        const card = shown.find(({ message, kind }) => kind === 'message' && message.sender === 'hf-teamflow.bot');
        const off = card?.controls.find(({ actionId }) => actionId === 'link-cards.off');
        expect(off).toBeDefined();
        // The block id says that the button stood in a thread of the other room.
        const forged = `${'A'.repeat(17)}.${secret?.id ?? ''}.0`;
        await app.during(() => app.host.click({ user: 'bo', room: 'ml-models', actionId: 'link-cards.off', blockId: forged }));
        expect(await app.host.messages('ml-incidents', { threadId: secret?.id ?? '' })).toEqual([]);
        expect((await app.host.messages('ml-models')).at(-1)).toMatchObject({ sender: 'hf-teamflow.bot', room: 'ml-models' });
    });
});
