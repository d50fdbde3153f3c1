import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';
import { only, type Shown } from './shown';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start();
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

function mint(name: string): string {
    const value = fakeToken(name);
    app.hub.state.tokens.set(value, { value, user: 'alice', displayName: name, role: 'write', createdAt: '2025-01-05T09:00:00.000Z' });
    return value;
}

/** What stands in the message instead of the token, and what the token is called everywhere else. */
const maskOf = (token: string): string => `hf_••••••${token.slice(-4)}`;

/** Posts a text; answers the stored text and what the app showed. */
async function post(text: string, more: { user?: string; room?: string; threadId?: string; attachments?: Array<{ text: string }> } = {}): Promise<{ id: string; stored: string; shown: Shown[] }> {
    let id = '';
    const shown = await app.during(async () => {
        id = (await app.host.post({ user: 'alice', room: 'general', text, ...more }))?.id ?? '';
    });
    return { id, stored: (await app.host.message(id))?.text ?? '', shown };
}

describe('a token in a message', () => {
    it('is masked before anybody sees it, and its author alone gets an offer', async () => {
        const token = mint('leak');
        const { stored, shown } = await post(`try \`export HF_TOKEN=${token}\`, it works`);
        expect(stored).toBe(`try \`export HF_TOKEN=${maskOf(token)}\`, it works`);
        expect(only(shown)).toMatchObject({ kind: 'ephemeral', user: 'alice' });
        expect(only(shown).text).toContain(maskOf(token));
        expect(only(shown).controls.map(({ label }) => label)).toEqual(['Revoke now', 'It is not a real token']);

        const done = only(await app.press(shown, 'Revoke now'));
        expect(done.message.id).toBe(only(shown).message.id);
        expect(app.hub.state.tokens.has(token)).toBe(false);
        expect(only(await app.press(shown, 'Revoke now')).text).toContain('revoked already');
    });

    it('can be dismissed: nothing is kept of it, and it lives', async () => {
        const token = mint('not-so-real');
        const { shown } = await post(token);
        expect(only(await app.press(shown, 'It is not a real token')).text).toContain('deleted');
        expect(app.hub.state.tokens.has(token)).toBe(true);
        expect(only(await app.press(shown, 'Revoke now')).text).toContain('dismissed already');
        expect(app.hub.state.tokens.has(token)).toBe(true);
    });

    it('can be revoked by its author only', async () => {
        const token = mint('of-alice');
        const { shown } = await post(token);
        const refused = only(await app.press(shown, 'Revoke now', 'carol'));
        expect(refused).toMatchObject({ kind: 'ephemeral', user: 'carol' });
        expect(app.hub.state.tokens.has(token)).toBe(true);
        await app.press(shown, 'It is not a real token');
    });

    it('is masked in threads, in attachments, and where several stand', async () => {
        const [one, two] = [mint('one'), mint('two')];
        const root = await app.host.post({ user: 'alice', room: 'ml-models', text: 'a question' });
        const { id, stored, shown } = await post(`${one} ${two}`, { room: 'ml-models', threadId: root?.id ?? '', attachments: [{ text: `also ${one}` }] });
        expect(stored).toBe(`${maskOf(one)} ${maskOf(two)}`);
        expect((await app.host.message(id))?.attachments).toMatchObject([{ text: `also ${maskOf(one)}` }]);
        expect(only(shown)).toMatchObject({ user: 'alice', message: { room: 'ml-models', threadId: root?.id } });
        expect(only(shown).controls.filter(({ label }) => label === 'Revoke now')).toHaveLength(2);
        for (const { value } of only(shown).controls.filter(({ label }) => label === 'It is not a real token')) {
            await app.host.click({ user: 'alice', room: 'ml-models', actionId: 'leak.dismiss', blockId: 'message.0', value });
        }
    });

    it('is masked when it comes with an edit', async () => {
        const token = mint('edited-in');
        const { id } = await post('harmless so far');
        const shown = await app.during(() => app.host.edit({ user: 'alice', messageId: id, text: `now with ${token}` }));
        expect((await app.host.message(id))?.text).toBe(`now with ${maskOf(token)}`);
        const offer = shown.filter(({ user }) => user === 'alice');
        expect(only(offer).text).toContain(maskOf(token));
        await app.press(offer, 'Revoke now');
        expect(app.hub.state.tokens.has(token)).toBe(false);
    });

    it('signs its author out when it was also what they signed in with', async () => {
        const token = mint('own');
        await app.signIn('alice', token);
        const { shown } = await post(`my token is ${token}`);
        expect(only(await app.press(shown, 'Revoke now')).text).toContain('you are signed out');
        expect(await app.text('status')).toContain('You are not signed in');
    });

    it('stays open to be revoked while the Hub has a problem', async () => {
        const token = mint('patient');
        const { shown } = await post(token);
        app.hub.faults.add({ match: 'POST /api/credentials/revoke', fault: { status: 503, headers: { 'Retry-After': '120' } } });
        expect(only(await app.press(shown, 'Revoke now'))).toMatchObject({ failed: true });
        app.hub.faults.clear();
        expect(only(await app.press(shown, 'Revoke now'))).toMatchObject({ failed: false });
        expect(app.hub.state.tokens.has(token)).toBe(false);
    });

    it.each([['hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'], ['hf_transfer and hf_hub_download'], ['https://hf.co/hf_internal'], ['hf_••••••abcd']])('is not seen where none is: %s', async (text) => {
        const { stored, shown } = await post(text);
        expect(stored).toBe(text);
        expect(shown).toEqual([]);
    });
});
