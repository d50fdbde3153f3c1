import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { EnvironmentState } from '../../services/workflows/environment/catalogue';
import { readEnvironments } from '../environments';

/** The environment of that name; without a name the only one there is. Throws UserError. */
export async function chooseEnvironment(ctx: Ctx, typed: string | undefined): Promise<EnvironmentState> {
    const all = await readEnvironments(ctx);
    const [first, ...others] = all;
    if (!first) {
        throw new UserError({ key: 'deploy.no_environments' }, { key: ctx.user.roles.includes('admin') ? 'deploy.make_environment' : 'deploy.ask_admin' });
    }
    const names = all.map(({ environment }) => environment.name).join(', ');
    if (typed === undefined) {
        if (others.length > 0) {
            throw new UserError({ key: 'deploy.which_environment', values: { names } });
        }
        return first;
    }
    const found = all.find(({ environment }) => environment.name === typed.toLowerCase());
    if (!found) {
        throw new UserError({ key: 'deploy.unknown_environment', values: { name: typed, names } });
    }
    return found;
}
