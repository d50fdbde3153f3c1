import type { Command } from './command';
import { compare } from './compare';
import { datasetsSearch } from './datasets-search';
import { doctor } from './doctor';
import { help } from './help';
import { infoDataset } from './info-dataset';
import { infoModel } from './info-model';
import { infoSpace } from './info-space';
import { login } from './login';
import { logout } from './logout';
import { modelCard } from './model-card';
import { modelsSearch } from './models-search';
import { papersSearch } from './papers-search';
import { settings } from './settings';
import { spacesSearch } from './spaces-search';
import { status } from './status';
import { tree } from './tree';

/** The command table: help, the reference, did-you-mean and the type-ahead list come from it. */
export const COMMANDS: readonly Command[] = [
    modelsSearch,
    datasetsSearch,
    spacesSearch,
    papersSearch,
    infoModel,
    infoDataset,
    infoSpace,
    modelCard,
    compare,
    tree(() => COMMANDS),
    login,
    logout,
    status,
    settings,
    doctor,
    help(() => COMMANDS),
];
