import type { EcosystemCategory, EcosystemComponent } from '../services/discovery';
import type { Lang } from './language';
import { fenced } from './text';
import type { View } from './view';

/** The parts of Hugging Face as a tree, with the commands that drive them where the components name them. */
export function treeView(categories: readonly EcosystemCategory[], lang: Lang): View {
    const branches = categories.flatMap((category, index) => branch(category, index === categories.length - 1, lang));
    return { text: fenced(['Hugging Face', ...branches].join('\n')) };
}

function branch({ id, components }: EcosystemCategory, last: boolean, lang: Lang): string[] {
    const leaves = components.map((component, index) => `${last ? '   ' : '│  '}${index === components.length - 1 ? '└─' : '├─'} ${leaf(component, lang)}`);
    return [`${last ? '└─' : '├─'} ${lang.t(`tree.category.${id}`)}`, ...leaves];
}

function leaf({ name, commands }: EcosystemComponent, lang: Lang): string {
    if (!commands) {
        return name;
    }
    return `${name}: ${commands.length > 0 ? commands.map((command) => `/hf ${command}`).join(', ') : lang.t('tree.no_command')}`;
}
