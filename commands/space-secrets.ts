import { aboutSpace } from './about-space';
import { command } from './command';
import { text } from './params';
import { spaceSecretsAnswer } from './space-answers';
import { suggestSpaces } from './suggest-spaces';

/** Names and dates only. There is no option that sets one: what is typed behind a command is kept in the server's log. */
export const spaceSecrets = command({
    name: 'space secrets',
    aliases: ['space secret'],
    summary: 'space.secrets.summary',
    example: '/hf space secrets acme/demo',
    args: { id: text('repo.arg.id') },
    options: {},
    read: true,
    shareable: false,
    run: (ctx, { args }) => aboutSpace(ctx, args.id, { actionId: 'space.secrets', show: (space) => spaceSecretsAnswer(ctx, space) }),
    suggest: suggestSpaces('space secrets'),
});
