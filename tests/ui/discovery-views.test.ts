import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardReport, ModelReport, RepoPage, RepoSummary } from '../../services/discovery';
import { firstPage, MAX_PAGE_SIZE } from '../../services/discovery';
import { ageNote } from '../../ui/age-note';
import { cardView } from '../../ui/card-view';
import { columns, displayWidth } from '../../ui/columns';
import { filterWords } from '../../ui/filter-words';
import { language } from '../../ui/language';
import { missingNotes } from '../../ui/missing-note';
import { modelInfoView } from '../../ui/model-info-view';
import { paperListView } from '../../ui/paper-list-view';
import { repoListView } from '../../ui/repo-list-view';
import { MESSAGE_LIMIT } from '../../ui/text';
import { linksIn, visibleText } from '../helpers/views';

const NOW = Date.UTC(2026, 0, 1);
const reader = { lang: language('en'), now: NOW };
const fresh = { ageMs: 0, stale: false };

function summary(id: string, more: Partial<RepoSummary> = {}): RepoSummary {
    return {
        type: 'model', id, url: `https://huggingface.co/${id}`, private: false, gated: false, tasks: ['text-generation'], library: 'sentence_transformers', license: 'apache-2.0',
        parameters: 7_615_616_512, downloads: 1_234_567, likes: 1, updatedAt: NOW - 3 * 86_400_000, ...more,
    };
}

function page(summaries: readonly RepoSummary[], more: Partial<RepoPage> = {}): RepoPage {
    return { state: firstPage('model', { limit: MAX_PAGE_SIZE }), summaries, records: [], ...fresh, ...more };
}

describe('a list of results', () => {
    it('says in a line what there is to know', () => {
        expect(repoListView(page([summary('acme/demo_model', { gated: 'auto', private: true })]), reader).text).toMatchInlineSnapshot(`
          "*Models*
          1. <https://huggingface.co/acme/demo_model|acme/demo_model> – text-generation · sentence_transformers · apache-2.0 · 7.6B parameters · 1.2M downloads · 1 like · private · gated · updated 3 days ago"
        `);
    });

    it('leaves out what is not known', () => {
        const bare = summary('a/b', { tasks: [], library: undefined, license: undefined, parameters: undefined, downloads: undefined, likes: undefined, updatedAt: undefined });
        expect(repoListView(page([bare]), reader).text).toBe('*Models*\n1. <https://huggingface.co/a/b|a/b>');
    });

    it('is read by Rocket.Chat\'s parser as links and words, whatever the names', () => {
        const word = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}[A-Za-z0-9]$/);
        fc.assert(
            fc.property(fc.array(fc.tuple(word, word, fc.stringMatching(/^[a-z][\w-]{0,20}$/)), { minLength: 1, maxLength: 5 }), (names) => {
                const view = repoListView(page(names.map(([owner, name, library]) => summary(`${owner}/${name}`, { library }))), reader);
                const inText = linksIn({ text: view.text }).map(([label]) => label);
                expect(inText).toEqual(names.map(([owner, name]) => `${owner}/${name}`));
                expect(visibleText(view).join('')).not.toMatch(/[|<>[\]]/);
            }),
        );
    });

    it('keeps foreign signs from becoming markup', () => {
        const view = repoListView(page([summary('a/b', { library: '*bold* [x](https://evil.example) `c` <https://evil.example|y>' })]), reader);
        expect(linksIn({ text: view.text })).toEqual([['a/b', 'https://huggingface.co/a/b']]);
    });

    it('comes in sections that are no longer than a message may be', () => {
        const view = repoListView(page(Array.from({ length: MAX_PAGE_SIZE }, (_, index) => summary(`sentence-transformers/paraphrase-multilingual-MiniLM-${index}`))), reader);
        const sections = (view.blocks ?? []).flatMap((block) => (block.type === 'section' ? [block.text] : []));
        expect(sections.length).toBeGreaterThan(1);
        expect(Math.max(...sections.map(({ length }) => length))).toBeLessThanOrEqual(MESSAGE_LIMIT);
        expect(sections.join('\n')).toBe(view.text);
    });

    it('offers no page that is not there', () => {
        expect(JSON.stringify(repoListView(page([summary('a/b')]), reader).blocks)).not.toContain('list.');
    });
});

describe('a model\'s report', () => {
    const missing = { ok: false, facts: { kind: 'timeout', target: '' } } as const;
    const report: ModelReport = {
        summary: summary('acme/x'), dtypes: { BF16: 7_615_616_512 }, formats: ['safetensors'], quantisations: [], baseModels: [], children: {}, disabled: true,
        providers: [{ provider: 'together', status: 'staging' }], evaluations: Array.from({ length: 7 }, (_, index) => ({ benchmark: `b${index}`, metric: 'accuracy', value: index / 3 })),
        files: missing, header: missing, security: missing, commits: missing, open: missing, ...fresh, record: { id: 'acme/x' },
    };

    it('stands when every part is missing', () => {
        expect(modelInfoView(report, reader).text).toMatchInlineSnapshot(`
          "*<https://huggingface.co/acme/x|acme/x>*
          text-generation · sentence_transformers · apache-2.0 · 7.6B parameters · 1.2M downloads · 1 like · updated 3 days ago
          *Parameters:* BF16 7.6B
          *Formats:* safetensors
          Hugging Face has disabled this repository.
          *Licence:* apache-2.0
          *Access:* open to everybody
          *Served by:* together (staging)
          *Evaluation:* b0 accuracy 0 · b1 accuracy 0.3333 · b2 accuracy 0.6667 · b3 accuracy 1 · b4 accuracy 1.3333 · 2 more
          Not shown: Files, Security scan, Last commits, and Open pull requests and discussions. Hugging Face did not answer in time."
        `);
    });
});

describe('a card', () => {
    const report: CardReport = { repo: { type: 'model', id: 'a/b' }, url: 'https://huggingface.co/a/b', exists: true, metadata: {}, sections: [], ...fresh };

    it('has no empty field or title, which Rocket.Chat would refuse', () => {
        const view = cardView({ ...report, metadata: { license: '', tags: [], language: null, co2: { value: 1 }, ok: true, '': 'x' }, sections: [{ title: '', text: 'hello' }, { title: 'Empty', text: '' }] }, reader);
        expect(view.attachments).toEqual([
            { title: 'Metadata', collapsed: true, fields: [{ title: 'language', value: 'null', short: true }, { title: 'co2', value: '{"value":1}', short: true }, { title: 'ok', value: 'true', short: true }] },
            { title: 'Introduction', text: 'hello', collapsed: true },
            { title: 'Empty' },
        ]);
    });

    it('cuts long sections and says where the rest is', () => {
        const long = { title: 'Long', text: `\`\`\`\n${'x\n'.repeat(5_000)}\`\`\`` };
        const [attachment] = cardView({ ...report, sections: [long] }, reader).attachments ?? [];
        expect(attachment?.text?.length).toBeLessThan(MESSAGE_LIMIT + 100);
        expect(attachment?.text).toMatch(/\n```\n<https:\/\/huggingface\.co\/a\/b\|The rest is on its page>$/);
    });

    it('counts what it does not show', () => {
        const sections = Array.from({ length: 23 }, (_, index) => ({ title: `S${index}`, text: 'x' }));
        const attachments = cardView({ ...report, sections }, reader).attachments ?? [];
        expect(attachments).toHaveLength(21);
        expect(attachments.at(-1)).toEqual({ title: '3 more', link: 'https://huggingface.co/a/b' });
    });

    it('says why its metadata can not be read', () => {
        expect(cardView({ ...report, metadataError: 'bad indentation' }, reader).text).toContain('The metadata can\'t be read: bad indentation.');
    });
});

describe('papers', () => {
    it('link titles of any spelling', () => {
        const papers = { ...fresh, value: [{ id: '2401.00001', title: 'A|B <C> [D]\n  E_F', authors: [], publishedAt: '2024-01-01T00:00:00Z', upvotes: 1 }] };
        const view = paperListView({ query: 'x', papers, hubUrl: 'https://huggingface.co' }, reader);
        expect(linksIn(view)).toEqual([['A∣B ‹C› [D] E_F', 'https://huggingface.co/papers/2401.00001']]);
        expect(view.text).toContain('Jan 1, 2024 · 1 upvote');
    });
});

describe('small print', () => {
    it('tells the age of what was kept, and that the Hub is silent', () => {
        expect(ageNote({ ageMs: 0, stale: false }, reader)).toBeUndefined();
        expect(ageNote({ ageMs: 42_000, stale: false }, reader)).toBe('as of 42 seconds ago');
        expect(ageNote({ ageMs: 3 * 3_600_000, stale: true }, reader)).toBe('Hugging Face does not answer right now; this is what it said 3 hours ago.');
    });

    it('groups what is missing by the reason', () => {
        const gated = { ok: false, facts: { kind: 'gated', target: '' } } as const;
        const parts = [{ name: 'info.files', part: gated }, { name: 'info.header', part: { ok: true, value: 1, ...fresh } }, { name: 'info.commits', part: gated }] as const;
        expect(missingNotes(parts, reader.lang)).toEqual(['Not shown: Files and Last commits. The repository is gated, and its owners have not let you in.']);
    });
});

describe('filterWords', () => {
    it('writes filters as they are typed', () => {
        expect(filterWords({ search: 'x', limit: 10, task: 'fill-mask', size: { min: '6B', max: '8B' }, gated: false, inference: true, sort: 'likes' })).toEqual(['--task fill-mask', '--sort likes', '--size 6B-8B', '--gated=false', '--inference']);
        expect(filterWords({ limit: 10, size: { max: '3B' } })).toEqual(['--size <3B']);
        expect(filterWords({ limit: 10, size: { min: '70B' }, sizeCategory: undefined, gated: true })).toEqual(['--size >70B', '--gated']);
        expect(filterWords({ limit: 10, sizeCategory: 'n<1K' })).toEqual(['--size n<1K']);
    });
});

describe('columns', () => {
    it('line up, wide characters included', () => {
        expect(columns([['ライセンス', 'mit'], ['Card', '61 点']])).toBe('ライセンス  mit\nCard        61 点');
        expect(displayWidth('許可abc')).toBe(7);
    });

    it('are of equal width in every row', () => {
        fc.assert(
            fc.property(fc.array(fc.tuple(fc.string({ maxLength: 10 }), fc.string({ minLength: 1, maxLength: 10 })), { minLength: 1, maxLength: 8 }), (rows) => {
                const plainRows = rows.map(([left, right]) => [left.replace(/\n/g, ' '), `|${right.replace(/[\n|]/g, ' ')}`]);
                const starts = columns(plainRows).split('\n').map((line) => displayWidth(line.slice(0, line.lastIndexOf('|'))));
                expect(new Set(starts).size).toBe(1);
            }),
        );
    });
});
