import { UserError } from '../context/user-error';
import { isSecretLooking } from '../flows/space/secret-looking';
import { MAX_SETTINGS, spaceOrder } from '../services/workflows/space/order';
import { aboutSpace, orderSpace } from './about-space';
import { assignments, type Assignment } from './assignments';
import { command } from './command';
import { repeated, text } from './params';
import { spaceVariablesAnswer } from './space-answers';
import { suggestSpaces } from './suggest-spaces';

/** Shows the variables, or changes some. Only who may write to the Space sees their values, so they are not posted. */
export const spaceVariables = command({
    name: 'space variables',
    aliases: ['space vars', 'space variable'],
    summary: 'space.variables.summary',
    example: '/hf space variables acme/demo MODEL_REVISION=main --remove OLD_KEY',
    args: { id: text('repo.arg.id'), variables: assignments('space.variables.arg.variables') },
    options: { remove: repeated(text('space.variables.option.remove')) },
    read: true,
    shareable: false,
    run(ctx, { args: { id, variables }, options: { remove } }) {
        if (variables.length === 0 && remove.length === 0) {
            return aboutSpace(ctx, id, { actionId: 'space.variables', show: (space) => spaceVariablesAnswer(ctx, space) });
        }
        checkChanges(variables, remove);
        return orderSpace(ctx, id, (space) => ({ kind: 'variables', space, set: variables, remove }));
    },
    suggest: suggestSpaces('space variables'),
});

/** Throws UserError. */
function checkChanges(set: readonly Assignment[], remove: readonly string[]): void {
    const secret = set.find(isSecretLooking);
    if (secret) {
        throw new UserError({ key: 'space.variables.secret', values: { key: secret.key } }, { key: 'space.variables.secret_step' });
    }
    if (!spaceOrder.safeParse({ kind: 'variables', space: 'any/one', set, remove }).success) {
        throw new UserError({ key: 'space.variables.shape', values: { max: MAX_SETTINGS } });
    }
}
