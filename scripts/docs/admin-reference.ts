import type { SettingSpec } from '../../context/settings';
import type { ExplainedPermission } from '../permissions';
import { code, prose, table } from './markdown';

/** The labels and descriptions that the settings panel shows: the i18n file of one language. */
export type PanelTexts = Readonly<Record<string, string>>;

/** docs/settings.md: what an admin can set, and what the app may do. */
export function adminReference(settings: readonly SettingSpec[], texts: PanelTexts, permissions: readonly ExplainedPermission[]): string {
    const sections = [...new Set(settings.map(({ section }) => section))];
    const tables = sections.map((section) => {
        const own = settings.filter((spec) => spec.section === section);
        return `### ${textOf(texts, section)}\n\n${settingsTable(own, texts)}`;
    });
    return ['# Settings and permissions', '', '## Settings', '', tables.join('\n\n'), '', '## Permissions', '', permissionsTable(permissions), ''].join('\n');
}

export function settingsTable(settings: readonly SettingSpec[], texts: PanelTexts): string {
    return table(
        ['Setting', 'Default', 'What it does'],
        settings.map((spec) => [`${textOf(texts, spec.id)} (${code(spec.id)})`, defaultOf(spec, texts), prose(textOf(texts, `${spec.id}_description`)) + choicesOf(spec, texts)]),
    );
}

export function permissionsTable(permissions: readonly ExplainedPermission[]): string {
    return table(['Permission', 'Why'], permissions.map(({ name, why }) => [code(name), prose(why)]));
}

function defaultOf({ id, type, fallback }: SettingSpec, texts: PanelTexts): string {
    if (typeof fallback === 'boolean') {
        return fallback ? 'on' : 'off';
    }
    if (type === 'select') {
        return textOf(texts, `${id}_${fallback}`);
    }
    return fallback === '' ? 'empty' : code(String(fallback));
}

function choicesOf({ id, values }: SettingSpec, texts: PanelTexts): string {
    return values ? ` One of: ${values.map((value) => textOf(texts, `${id}_${value}`)).join(', ')}.` : '';
}

function textOf(texts: PanelTexts, key: string): string {
    const text = texts[key];
    if (text === undefined) {
        throw new Error(`i18n/en.json has no text for ${key}.`);
    }
    return text;
}
