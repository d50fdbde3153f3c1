import type { CommandSpec } from './command';
import type { Params } from './params';
import { suggestRepos } from './suggest-repos';

/** Completes the id of a Space for the command of this name. */
export const suggestSpaces = (command: string): NonNullable<CommandSpec<Params, Params>['suggest']> => (ctx, typed) => suggestRepos(ctx, typed, { types: ['space'], command: (id) => `${command} ${id}` });
