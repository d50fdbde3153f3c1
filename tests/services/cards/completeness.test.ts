import { describe, expect, it } from 'vitest';
import { readFrontMatter, scoreCard } from '../../../services/cards';

const METADATA = '---\nlicense: mit\npipeline_tag: fill-mask\nlibrary_name: transformers\nlanguage: en\ndatasets: [a/b]\nbase_model: a/c\ntags: [x]\n---\n';
const TEXT = 'Several words that say something.';
const FULL = `${METADATA}# Demo\n${TEXT}\n${['Intended uses', 'Limitations', 'Bias and risks', 'Training data', 'Evaluation', 'How to get started', 'Environmental impact', 'Contact']
    .map((title) => `## ${title}\n${TEXT}\n`).join('')}`;

const score = (text: string) => scoreCard(readFrontMatter(text));
const check = (text: string, id: string) => score(text).checks.find((one) => one.id === id);

describe('scoreCard', () => {
    it('gives 100 to a card that has everything, 0 to an empty one', () => {
        expect(score(FULL).score).toBe(100);
        expect(score('').score).toBe(0);
        expect(score(FULL)).toEqual(score(FULL));
    });

    it('counts each thing that is taken away', () => {
        for (const { id, weight } of score(FULL).checks.filter(({ id: name }) => name.startsWith('metadata.'))) {
            const field = id.slice('metadata.'.length);
            const without = score(FULL.replace(new RegExp(`^${field}:.*\n`, 'm'), ''));
            expect(without.checks.find((one) => one.id === id)).toEqual({ id, weight, met: false, reason: 'missing' });
            expect(without.score).toBeLessThan(100);
        }
    });

    it('tells empty from missing', () => {
        expect(check('## Limitations\n\n[More Information Needed]\n', 'section.limitations')).toMatchObject({ met: false, reason: 'empty' });
        expect(check('## Limitations\nTBD', 'section.limitations')).toMatchObject({ met: false, reason: 'empty' });
        expect(check('# Title', 'section.limitations')).toMatchObject({ met: false, reason: 'missing' });
        expect(check('---\nlicense: "[More Information Needed]"\n---\n', 'metadata.license')).toMatchObject({ met: false, reason: 'empty' });
        expect(check('---\ntags: []\n---\n', 'metadata.tags')).toMatchObject({ met: false, reason: 'empty' });
    });

    it('accepts text below a nested heading', () => {
        expect(check(`## Bias, Risks, and Limitations\n### Recommendations\n${TEXT}`, 'section.bias')).toMatchObject({ met: true });
    });

    it('says when the metadata cannot be read', () => {
        expect(score('---\na: [\n---\n').metadataError).toBeTruthy();
    });
});
