import type { Ctx } from '../context/ctx';
import { readEnvironments } from '../flows/environments';
import type { Suggestion } from './command';

/** Completes the name of an environment; nothing once it is typed. */
export async function suggestEnvironments(ctx: Ctx, typed: readonly string[], command: string): Promise<Suggestion[]> {
    const [start = '', ...more] = typed;
    if (more.length > 0 || start.startsWith('--')) {
        return [];
    }
    const names = (await readEnvironments(ctx)).map(({ environment }) => environment.name);
    return names.filter((name) => name.startsWith(start.toLowerCase())).map((name) => ({ label: name, command: `${command} ${name}` }));
}
