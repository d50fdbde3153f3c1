import type { Command } from './command';
import { datasetsSearch } from './datasets-search';
import { help } from './help';
import { modelsSearch } from './models-search';
import { spacesSearch } from './spaces-search';

/** The command table: help, the reference, did-you-mean and the type-ahead list come from it. */
export const COMMANDS: readonly Command[] = [
    modelsSearch,
    datasetsSearch,
    spacesSearch,
    help(() => COMMANDS),
];
