import type { Command } from './command';
import { datasetsSearch } from './datasets-search';
import { help } from './help';
import { login } from './login';
import { logout } from './logout';
import { infoDataset } from './info-dataset';
import { infoModel } from './info-model';
import { infoSpace } from './info-space';
import { modelsSearch } from './models-search';
import { spacesSearch } from './spaces-search';
import { status } from './status';

/** The command table: help, the reference, did-you-mean and the type-ahead list come from it. */
export const COMMANDS: readonly Command[] = [
    modelsSearch,
    datasetsSearch,
    spacesSearch,
    infoModel,
    infoDataset,
    infoSpace,
    login,
    logout,
    status,
    help(() => COMMANDS),
];
