import type { Command } from '../../commands/command';
import { helpPage } from '../../commands/help';
import { usage, type HelpParam } from '../../ui/help-view';
import type { Lang } from '../../ui/language';
import { anchor, block, code, prose, table } from './markdown';

/** docs/commands.md: every command of the table with all that its spec says. */
export function commandsReference(commands: readonly Command[], lang: Lang): string {
    const contents = commands.map((command) => `- [${heading(command)}](#${anchor(heading(command))}) – ${prose(lang.t(command.summary))}`);
    return ['# Commands', '', ...contents, '', commands.map((command) => section(command, lang)).join('\n\n'), ''].join('\n');
}

/** A line per command, for the README. */
export function commandsTable(commands: readonly Command[], lang: Lang): string {
    return table(
        ['Command', 'What it does'],
        commands.map((command) => [`[${code(heading(command))}](docs/commands.md#${anchor(heading(command))})`, prose(lang.t(command.summary))]),
    );
}

const heading = ({ name }: Command): string => `/hf ${name}`;

function section(command: Command, lang: Lang): string {
    const page = helpPage(command);
    const aliases = page.aliases.map((alias) => code(`/hf ${alias}`)).join(', ');
    const parts = [
        `## ${heading(command)}`,
        prose(lang.t(page.summary)),
        block(usage(page)),
        aliases && `Also: ${aliases}`,
        list('Arguments', page.args.map((arg) => argumentLine(arg, lang))),
        list('Options', page.options.map((option) => optionLine(option, command, lang))),
        `**Example:** ${code(page.example)}`,
    ];
    return parts.filter((part) => part !== '').join('\n\n');
}

function list(title: string, lines: readonly string[]): string {
    return lines.length === 0 ? '' : `**${title}**\n\n${lines.join('\n')}`;
}

function argumentLine(arg: HelpParam, lang: Lang): string {
    return line(code(arg.name), [arg.required ? 'required' : 'optional', ...facts(arg)], lang.t(arg.summary));
}

function optionLine(option: HelpParam, { optionAliases }: Command, lang: Lang): string {
    const sign = code(`--${option.name}${option.takesValue ? ` <${option.name}>` : ''}`);
    const aliases = Object.entries(optionAliases).filter(([, name]) => name === option.name).map(([alias]) => code(`--${alias}`));
    const many = option.many && option.takesValue ? ['can be repeated'] : [];
    return line(sign, [...(aliases.length > 0 ? [`also ${aliases.join(', ')}`] : []), ...(option.required ? ['required'] : []), ...facts(option), ...many], lang.t(option.summary));
}

function facts({ choices, assumed }: HelpParam): string[] {
    return [
        ...(choices ? [`one of ${choices.map(code).join(', ')}`] : []),
        ...(assumed !== undefined ? [`${code(assumed)} unless given`] : []),
    ];
}

function line(sign: string, remarks: readonly string[], summary: string): string {
    return `- ${sign} – ${prose(summary)}${remarks.length > 0 ? ` (${remarks.join('; ')})` : ''}`;
}
