import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';

const ROOM = 'ml-incidents';
const report = z.object({ id: z.string(), filename: z.string(), document: z.string() });

describe('the compliance document of a request in a private room', () => {
    let app: AppUnderTest;
    let asked: z.infer<typeof report>;
    beforeAll(async () => {
        app = await AppUnderTest.start();
        await app.signIn('alice', fakeToken('alice'));
        await app.hf('env set prod --target branch --ref prod --approvals 1', { user: 'admin' });
        await app.hf('deploy acme/bert-prod --environment prod', { room: ROOM });
        await app.waitFor(({ text }) => text.includes('acme/bert-prod @'));
        const [shown] = await app.hf('deploy report --format json', { room: ROOM });
        asked = report.parse(JSON.parse(String(shown?.message.attachments?.[0]?.text).replace(/^```json\n|\n```$/g, '')));
    });
    afterAll(() => app.stop());

    async function download(query: string, user?: string): Promise<Response> {
        const url = await app.host.endpointUrl('api/compliance');
        return fetch(`${url}${query}`, user === undefined ? {} : { headers: { ...(await app.host.credentials(user)) } });
    }

    const outcome = async (response: Response): Promise<unknown> => [response.status, await response.json()];

    it('is shown by the command, folded, to whoever may read the room', async () => {
        const [shown] = await app.hf(`deploy report ${asked.id}`, { user: 'bo' });
        expect(shown).toMatchObject({ kind: 'ephemeral', failed: false, message: { attachments: [{ collapsed: true }] } });
        expect((await app.hf(`deploy report ${asked.id}`, { user: 'gina' }))[0]).toMatchObject({ kind: 'ephemeral', failed: true });
    });

    it('is handed out to whoever may read the room', async () => {
        const response = await download(`?id=${asked.id}`, 'bo');
        expect(response.status).toBe(200);
        expect(Object.fromEntries(response.headers)).toMatchObject({
            'content-type': 'text/markdown; charset=utf-8',
            'content-disposition': `attachment; filename="${asked.filename}"`,
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
        });
        const document = await response.text();
        expect(document).toContain(`# Compliance record of request ${asked.id}`);
        expect(document).toContain('| Model | acme/bert-prod |');
        expect(await (await download(`?id=${asked.id}`, 'alice')).text()).toBe(document);
        expect(asked.document).toBe(document);
    });

    it('is refused to others as if there were none', async () => {
        const unknown = await outcome(await download(`?id=${'A'.repeat(17)}`, 'bo'));
        expect(unknown).toMatchObject([404, {}]);
        expect(await outcome(await download(`?id=${asked.id}`, 'admin'))).toEqual(unknown);
        expect(await outcome(await download(`?id=${asked.id}`, 'gina'))).toEqual(unknown);
        expect((await download(`?id=${asked.id}`)).status).toBe(401);
    });

    it.each(['', '?id=', '?id=a', '?id=../../etc/passwd', `?id=${'A'.repeat(18)}`])('needs a proper id, which %j does not name', async (query) => {
        const response = await download(query, 'bo');
        expect([response.status, response.headers.get('cache-control')]).toEqual([400, 'no-store']);
    });

    it('is handed out also after the app was disabled, enabled and killed', async () => {
        await app.host.disableApp();
        expect((await download(`?id=${asked.id}`, 'bo')).status).toBe(404);
        await app.host.enableApp();
        expect(await (await download(`?id=${asked.id}`, 'bo')).text()).toBe(asked.document);
        await app.host.restartApp();
        expect(await (await download(`?id=${asked.id}`, 'bo')).text()).toBe(asked.document);
    });
});
