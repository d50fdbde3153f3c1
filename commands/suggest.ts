import type { Ctx } from '../context/ctx';
import { carriesToken } from '../services/hub';
import { truncate } from '../ui/text';
import type { Suggestion } from './command';
import { COMMANDS } from './index';
import { findCommand } from './parse';
import { meantWords } from './words';

/** Rocket.Chat shows no more. */
const LIMIT = 10;
/** A line of the list is about this wide. */
const LABEL_LIMIT = 90;

/**
 * The type-ahead list. Its first line runs what is typed as it stands: Rocket.Chat's web client selects the first line by
 * itself, and Enter must do what was typed.
 */
export async function suggest(ctx: Ctx, given: readonly string[]): Promise<Suggestion[]> {
    const typed = meantWords(given);
    const text = typed.map(requote).join(' ');
    // The server writes what we return into its log. Without a list, Enter runs what is typed.
    if (carriesToken(text)) {
        return [];
    }
    const found = findCommand(typed, COMMANDS);
    const completions = found?.command.suggest ? await found.command.suggest(ctx, typed.slice(found.length)) : commandsBeginningWith(typed, ctx);
    const asTyped: Suggestion[] = typed.length > 0 ? [{ label: `↵ /hf ${text}`, command: text }] : [];
    const others = completions.filter(({ command }) => command !== text);
    return [...asTyped, ...others].slice(0, LIMIT).map(({ label, command }) => ({ label: truncate(label, LABEL_LIMIT), command }));
}

/** Before anything is typed help comes first, because Enter takes the first line. */
function commandsBeginningWith(typed: readonly string[], ctx: Ctx): Suggestion[] {
    const start = typed.join(' ').toLowerCase();
    const table = start === '' ? [...COMMANDS].sort((a, b) => Number(b.name === 'help') - Number(a.name === 'help')) : COMMANDS;
    return table.filter((entry) => [entry.name, ...entry.aliases].some((name) => name.startsWith(start))).map((entry) => ({
        label: `/hf ${entry.name} – ${ctx.lang.t(entry.summary)}`,
        command: entry.name,
    }));
}

/** Words with spaces were quoted; without quotes they would fall apart when the line is run. */
const requote = (word: string): string => (/\s/.test(word) ? `"${word}"` : word);
