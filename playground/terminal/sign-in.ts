import type { Playground } from '../start-playground';

/**
 * Signs the user in with the token of the environment, the way a person would: through the form, which no log keeps.
 * Without a token nothing happens.
 */
export async function signIn(playground: Playground, { as: user, room }: { readonly as: string; readonly room: string }, token: string | undefined): Promise<void> {
    if (!token) {
        return;
    }
    await playground.host.command({ user, room, text: '/hf login' });
    const form = (await playground.host.surfaces(user)).find(({ id }) => id.startsWith('login.token'));
    if (!form) {
        throw new Error('The sign-in form did not open.');
    }
    await playground.host.submit({ user, surfaceId: form.id, values: { 'login.paste': token } });
    await playground.host.idle();
    const refused = (await playground.host.surfaces(user)).find(({ id }) => id === form.id)?.errors;
    if (refused) {
        throw new Error(`The token in HF_TOKEN was not accepted: ${Object.values(refused).join(' ')}`);
    }
}
