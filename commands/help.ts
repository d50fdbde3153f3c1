import { helpListView, helpPageView, type HelpPage, type HelpParam } from '../ui/help-view';
import type { Locale } from '../ui/catalogue';
import type { Lang } from '../ui/language';
import type { View } from '../ui/view';
import { command, type Command } from './command';
import { findCommand, unknownCommand } from './parse';
import { optional, words, type Param, type Params } from './params';

/** `help` explains the table it is part of, hence the function. */
export function help(table: () => readonly Command[]): Command {
    return command({
        name: 'help',
        summary: 'help.summary',
        example: '/hf help models search',
        args: { command: optional(words('help.arg.command')) },
        options: {},
        read: true,
        run({ lang }, { args }) {
            const view = helpFor(args.command, table(), lang);
            return Promise.resolve({
                view,
                get json() {
                    return helpData(args.command, table(), lang);
                },
            });
        },
        suggest: (_ctx, typed) => Promise.resolve(table().filter(({ name }) => name.startsWith(typed.join(' '))).map(({ name }) => ({ label: name, command: `help ${name}` }))),
    });
}

/** The list of all commands, by table and language: it is asked for most, and never changes while the app runs. */
const lists = new WeakMap<readonly Command[], Map<Locale, View>>();

/** The page of a command, the list of a group, or the list of all. Throws UserError for a name that does not exist. */
export function helpFor(topic: string | undefined, table: readonly Command[], lang: Lang): View {
    if (topic !== undefined) {
        return topicView(topic, table, lang);
    }
    const known = lists.get(table) ?? new Map<Locale, View>();
    const list = known.get(lang.locale) ?? helpListView(table.map(helpPage), lang);
    lists.set(table, known.set(lang.locale, list));
    return list;
}

function topicView(topic: string, table: readonly Command[], lang: Lang): View {
    const pages = topicPages(topic, table);
    const [page] = pages;
    return page && pages.length === 1 ? helpPageView(page, lang) : helpListView(pages, lang);
}

function helpData(topic: string | undefined, table: readonly Command[], lang: Lang): unknown {
    const plain = (param: HelpParam): object => ({ ...param, summary: lang.t(param.summary) });
    return topicPages(topic, table).map((page) => ({ ...page, summary: lang.t(page.summary), args: page.args.map(plain), options: page.options.map(plain) }));
}

function topicPages(topic: string | undefined, table: readonly Command[]): HelpPage[] {
    if (topic === undefined) {
        return table.map(helpPage);
    }
    const typed = topic.replace(/^\/?hf\s+/i, '').split(/\s+/);
    const found = findCommand(typed, table);
    if (found) {
        return [helpPage(found.command)];
    }
    const group = table.filter((entry) => [entry.name, ...entry.aliases].some((name) => name.startsWith(`${(typed[0] ?? '').toLowerCase()} `)));
    if (group.length === 0) {
        throw unknownCommand(typed, table);
    }
    return group.map(helpPage);
}

/** What the help page and the generated reference show of a command. */
export function helpPage(entry: Command): HelpPage {
    return {
        name: entry.name,
        aliases: entry.aliases,
        summary: entry.summary,
        example: entry.example,
        args: helpParams(entry.args),
        options: [...helpParams(entry.options), ...(entry.formats.length > 0 ? [formatOption(entry.formats)] : []), ...(entry.shareable ? [PUBLIC_OPTION] : []), HELP_OPTION],
    };
}

const HELP_OPTION: HelpParam = { name: 'help', summary: 'help.option.help', takesValue: false, required: false, many: false };
const PUBLIC_OPTION: HelpParam = { name: 'public', summary: 'help.option.public', takesValue: false, required: false, many: false };

function formatOption(formats: readonly string[]): HelpParam {
    const [usual = ''] = formats;
    return { name: 'format', summary: 'help.option.format', takesValue: true, required: false, many: false, choices: formats, assumed: usual };
}

function helpParams(params: Params): HelpParam[] {
    return Object.entries(params).map(([name, param]) => ({ name, ...shown(param) }));
}

function shown({ summary, takesValue, required, many, choices, assumed }: Param<unknown>): Omit<HelpParam, 'name'> {
    return { summary, takesValue, required, many, ...(choices && { choices }), ...(assumed !== undefined && { assumed }) };
}
