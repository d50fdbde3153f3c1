import type { MessageKey } from './catalogue';
import type { Lang } from './language';
import { code } from './text';
import type { View } from './view';

/** One argument or option as the help page shows it. */
export interface HelpParam {
    readonly name: string;
    readonly summary: MessageKey;
    readonly takesValue: boolean;
    readonly required: boolean;
    readonly many: boolean;
    readonly choices?: readonly string[];
    readonly assumed?: string;
}

/** One command as the help page shows it. */
export interface HelpPage {
    readonly name: string;
    readonly aliases: readonly string[];
    readonly summary: MessageKey;
    readonly example: string;
    readonly args: readonly HelpParam[];
    readonly options: readonly HelpParam[];
}

/** `models search <query> [--task <task>] …` */
export function usage(page: HelpPage): string {
    const args = page.args.map((arg) => (arg.required ? `<${arg.name}${arg.many ? '…' : ''}>` : `[${arg.name}${arg.many ? '…' : ''}]`));
    return ['/hf', page.name, ...args, ...(page.options.length > 0 ? ['[--…]'] : [])].join(' ');
}

/** All commands, a line each, in their groups' order: their names alone, so that they fit into one message. */
export function helpListView(pages: readonly HelpPage[], lang: Lang): View {
    const lines = pages.map((page) => `- ${code(page.name)} ${lang.t(page.summary)}`);
    return { text: [lang.t('help.title'), lang.t('help.intro'), '', ...lines, '', lang.t('help.more')].join('\n') };
}

/** One command in full. */
export function helpPageView(page: HelpPage, lang: Lang): View {
    const lines = [`*/hf ${page.name}* – ${lang.t(page.summary)}`, lang.t('help.usage', { usage: usage(page) })];
    if (page.aliases.length > 0) {
        lines.push(lang.t('help.aliases', { aliases: page.aliases.map((alias) => code(`/hf ${alias}`)).join(', ') }));
    }
    if (page.args.length > 0) {
        lines.push('', lang.t('help.arguments'), ...page.args.map((arg) => `- ${code(arg.name)} ${describe(arg, lang)}`));
    }
    if (page.options.length > 0) {
        lines.push('', lang.t('help.options'), ...page.options.map((option) => `- ${code(optionSign(option))} ${describe(option, lang)}`));
    }
    return { text: [...lines, '', lang.t('help.example', { example: page.example })].join('\n') };
}

const optionSign = (option: HelpParam): string => `--${option.name}${option.takesValue ? ` <${option.name}>` : ''}`;

function describe(param: HelpParam, lang: Lang): string {
    const extras = [
        param.choices && lang.t('help.choices', { choices: param.choices.join(', ') }),
        param.assumed !== undefined && lang.t('help.default', { value: param.assumed }),
        param.many && param.takesValue && lang.t('help.repeatable'),
    ].filter((extra) => typeof extra === 'string');
    return [lang.t(param.summary), ...(extras.length > 0 ? [`(${extras.join('; ')})`] : [])].join(' ');
}
