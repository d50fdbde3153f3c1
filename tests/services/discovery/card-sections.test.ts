import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSections } from '../../../services/cards';
import { topSections } from '../../../services/discovery/card-report';

const titles = (markdown: string): string[] => topSections(splitSections(markdown)).map(({ title }) => title);

describe('topSections', () => {
    it('folds what is below a top heading into it, with its heading', () => {
        expect(topSections(splitSections('Intro\n\n# A\n\ntext a\n\n### A.1\n\ntext a1\n\n## B\n\ntext b'))).toEqual([
            { title: '', text: 'Intro' },
            { title: 'A', text: 'text a\n\n### A.1\n\ntext a1' },
            { title: 'B', text: 'text b' },
        ]);
    });

    it('takes the highest heading for top when all are deep', () => {
        expect(titles('### A\n\nx\n\n#### A.1\n\ny\n\n### B\n\nz')).toEqual(['A', 'B']);
    });

    it('has nothing to show of an empty card', () => {
        expect(topSections(splitSections(''))).toEqual([]);
    });

    it('loses no line of text', () => {
        const part = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}$/));
        fc.assert(
            fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
                const markdown = parts.map(([level, title, text]) => `${'#'.repeat(level)} ${title}\n\n${text}`).join('\n\n');
                const shown = topSections(splitSections(markdown)).map(({ title, text }) => `${title}\n${text}`).join('\n');
                for (const [, title, text] of parts) {
                    expect(shown).toContain(title);
                    expect(shown).toContain(text);
                }
            }),
        );
    });
});
