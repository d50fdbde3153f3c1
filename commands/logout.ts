import { answer } from '../context/answer';
import { signedOutView } from '../ui/login-views';
import { command } from './command';

export const logout = command({
    name: 'logout',
    summary: 'logout.summary',
    example: '/hf logout',
    args: {},
    options: {},
    read: false,
    drives: ['tokens', 'oauth'],
    async run({ stores, user, settings, lang }) {
        // A token that still waits to be checked would sign the user in again.
        await stores.pendingLogins.remove(user.id);
        const found = await stores.accounts.get(user.id);
        if (found.state === 'none') {
            return answer({ text: lang.t('logout.none') });
        }
        // What can't be read any more is deleted all the same.
        await stores.accounts.remove(user.id);
        const account = found.state === 'ok' ? found.account : undefined;
        return answer(signedOutView({ name: account?.name, kind: account?.kind ?? 'unknown', hubUrl: settings.hubUrl, lang }));
    },
});
