import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { EnvironmentState } from '../../services/workflows/environment/catalogue';
import { readEnvironments } from '../environments';

/** The environment of that name, and all of them. Throws UserError when there is none. */
export async function demandEnvironment(ctx: Ctx, typed: string): Promise<{ readonly state: EnvironmentState; readonly all: readonly EnvironmentState[] }> {
    const all = await readEnvironments(ctx);
    const name = typed.toLowerCase();
    const state = all.find(({ environment }) => environment.name === name);
    if (!state) {
        const names = all.map(({ environment }) => environment.name).join(', ');
        throw new UserError({ key: 'env.unknown', values: { name: typed } }, names === '' ? undefined : { key: 'env.known', values: { names } });
    }
    return { state, all };
}
