import { answer } from '../context/answer';
import { partWithWebhook } from '../flows/watching/settle-webhook';
import { signedOutView } from '../ui/login-views';
import { command } from './command';

export const logout = command({
    name: 'logout',
    summary: 'logout.summary',
    example: '/hf logout',
    args: {},
    options: {},
    read: false,
    drives: ['tokens', 'oauth', 'webhooks'],
    async run(ctx) {
        const { stores, user, settings, lang } = ctx;
        // A token that still waits to be checked would sign the user in again.
        await stores.pendingLogins.remove(user.id);
        const found = await stores.accounts.get(user.id);
        if (found.state === 'none') {
            return answer({ text: lang.t('logout.none') });
        }
        // Only the token that is about to go may delete it.
        const { watching } = await partWithWebhook(ctx);
        // What can't be read any more is deleted all the same.
        await stores.accounts.remove(user.id);
        const account = found.state === 'ok' ? found.account : undefined;
        const view = signedOutView({ name: account?.name, kind: account?.kind ?? 'unknown', hubUrl: settings.hubUrl, lang });
        return answer(watching ? { ...view, text: `${view.text}\n${lang.t('watch.polling_now')}` } : view);
    },
});
