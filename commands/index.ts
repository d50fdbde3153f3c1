import type { Command } from './command';
import { help } from './help';

/** The command table: help, the reference, did-you-mean and the type-ahead list come from it. */
export const COMMANDS: readonly Command[] = [help(() => COMMANDS)];
