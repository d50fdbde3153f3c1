import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../commands';
import { command } from '../../commands/command';
import { helpPage } from '../../commands/help';
import { choice, fallback, flag, integer, optional, repeated, text, words } from '../../commands/params';
import { SETTINGS } from '../../context/settings';
import texts from '../../i18n/en.json';
import { adminReference, settingsTable } from '../../scripts/docs/admin-reference';
import { commandsReference, commandsTable } from '../../scripts/docs/commands-reference';
import { generatedFiles, outdated } from '../../scripts/docs/generated-files';
import { anchor, prose, table } from '../../scripts/docs/markdown';
import { fillSections } from '../../scripts/docs/sections';
import { readManifest } from '../../scripts/manifest';
import { explainPermissions } from '../../scripts/permissions';
import { language } from '../../ui/language';

const lang = language('en');

const sample = command({
    name: 'models search',
    aliases: ['models find'],
    summary: 'common.none',
    example: '/hf models search bert',
    args: { query: words('common.save'), room: optional(text('common.close')) },
    options: {
        sort: fallback(choice('common.save', ['likes', 'trending']), 'likes'),
        tag: repeated(text('common.close')),
        limit: fallback(integer('common.cancel', { min: 1, max: 50 }), 10),
        all: flag('common.posted'),
    },
    optionAliases: { order: 'sort' },
    read: true,
    run: () => Promise.resolve(undefined),
});

describe('the command reference', () => {
    it('shows all that a command\'s spec says', () => {
        expect(commandsReference([sample], lang)).toMatchInlineSnapshot(`
          "# Commands

          - [/hf models search](#hf-models-search) – none

          ## /hf models search

          none

          \`\`\`text
          /hf models search <query…> [room] [--…]
          \`\`\`

          Also: \`/hf models find\`

          **Arguments**

          - \`query\` – Save (required)
          - \`room\` – Close (optional)

          **Options**

          - \`--sort <sort>\` – Save (also \`--order\`; one of \`likes\`, \`trending\`; \`likes\` unless given)
          - \`--tag <tag>\` – Close (can be repeated)
          - \`--limit <limit>\` – Cancel (\`10\` unless given)
          - \`--all\` – Posted.
          - \`--format <format>\` – \`json\` for machines (one of \`text\`, \`json\`; \`text\` unless given)
          - \`--public\` – posts the answer into the room
          - \`--help\` – shows this page

          **Example:** \`/hf models search bert\`
          "
        `);
    });

    it('has every command of the app with every option, and a link to each', () => {
        const reference = commandsReference(COMMANDS, lang);
        const overview = commandsTable(COMMANDS, lang);

        for (const entry of COMMANDS) {
            const heading = `/hf ${entry.name}`;
            const section = reference.split('\n## ').find((part) => part.startsWith(`${heading}\n`)) ?? '';
            expect(section).toContain(entry.example);
            for (const { name } of helpPage(entry).options) {
                expect(section).toMatch(new RegExp(`\`--${name}[ \`]`));
            }
            expect(reference).toContain(`[${heading}](#${anchor(heading)})`);
            expect(overview).toContain(`docs/commands.md#${anchor(heading)}`);
        }
    });
});

describe('the reference for admins', () => {
    it('has every setting with its default and every permission with its reason', async () => {
        const permissions = explainPermissions((await readManifest()).permissions);
        const reference = adminReference(SETTINGS, texts, permissions);

        for (const { id } of SETTINGS) {
            expect(reference).toContain(`(\`${id}\`)`);
        }
        for (const { name, why } of permissions) {
            expect(reference).toContain(`| \`${name}\` | ${prose(why)} |`);
        }
        expect(reference).toContain('`https://huggingface.co`');
    });

    it('does not go on without a text that the panel would lack as well', () => {
        expect(() => settingsTable(SETTINGS, {})).toThrow('has no text for');
    });
});

describe('generated parts of a text', () => {
    const readme = 'a\n<!-- settings -->\nold\n<!-- /settings -->\nb\n';

    it('take the place of what stood between their marks, and nothing else', () => {
        const filled = fillSections(readme, { settings: 'new', commands: 'unused' });

        expect(filled).toBe('a\n<!-- settings -->\nnew\n<!-- /settings -->\nb\n');
        expect(fillSections(filled, { settings: 'new' })).toBe(filled);
    });

    it('need both marks, in order', () => {
        expect(() => fillSections('<!-- settings -->', { settings: '' })).toThrow('<!-- /settings -->');
        expect(() => fillSections('<!-- /settings --> <!-- settings -->', { settings: '' })).toThrow('after it');
    });
});

describe('generated files', () => {
    it('are out of date when they differ or are missing', async () => {
        const files = await generatedFiles();
        const changed = files.map((file) => ({ ...file, content: `${file.content}one more line\n` }));
        const missing = { path: 'docs/no-such-file.md', content: '' };

        expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['docs/commands.md', 'docs/settings.md']));
        expect(await outdated([...changed, missing])).toEqual([...changed, missing]);
    });
});

describe('Markdown', () => {
    it('lets no text become HTML, and leaves code alone', () => {
        expect(prose('up to <b>bold</b> or `<1B`')).toBe('up to \\<b>bold\\</b> or `<1B`');
    });

    it('lets no bar end a cell', () => {
        expect(table(['a|b'], [['`x|y`']])).toBe('| a\\|b |\n| --- |\n| `x\\|y` |');
    });

    it('has GitHub\'s anchors', () => {
        expect(anchor('/hf models search')).toBe('hf-models-search');
    });
});
