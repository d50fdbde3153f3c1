import { answer } from '../context/answer';
import { ECOSYSTEM, integrationTree } from '../services/discovery';
import { treeView } from '../ui/tree-view';
import { command, type Command } from './command';
import { flag } from './params';

/** `tree --integration` reads the table it is part of, hence the function. */
export function tree(table: () => readonly Command[]): Command {
    return command({
        name: 'tree',
        aliases: ['ecosystem'],
        summary: 'tree.summary',
        example: '/hf tree --integration',
        args: {},
        options: { integration: flag('tree.option.integration') },
        read: true,
        run({ lang }, { options }) {
            const categories = options.integration ? integrationTree(table()) : ECOSYSTEM;
            const data = categories.map((category) => ({ ...category, title: lang.t(`tree.category.${category.id}`) }));
            return Promise.resolve(answer(treeView(categories, lang), { categories: data }));
        },
    });
}
