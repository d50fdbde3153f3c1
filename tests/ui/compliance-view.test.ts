import { describe, expect, it } from 'vitest';
import { complianceAttachment, complianceView } from '../../ui/compliance-view';
import { language } from '../../ui/language';

const lang = language('en');

describe('a compliance document in the chat', () => {
    it('is folded, as its source', () => {
        expect(complianceAttachment('# A\n\n| ``` |\n', lang)).toEqual({ title: 'Compliance report', collapsed: true, text: '```\n# A\n\n| ˋˋˋ |\n\n```' });
    });

    it.each([29_991, 29_992, 29_993, 30_000, 200_000])('is never longer than 30,000 signs, and says when it was cut (%i)', (length) => {
        const { text = '' } = complianceAttachment('a'.repeat(length), lang);
        expect(text.length).toBeLessThanOrEqual(30_000);
        expect(text.includes('longer than a chat can show')).toBe(length > 29_992);
        expect(text.split('```')).toHaveLength(3);
    });

    it('comes with the address for programs, where there is one', () => {
        const answer = { title: '*Title*', document: '# A\n' };
        expect(complianceView({ ...answer, address: 'https://chat.example/x?id=a' }, lang).text).toBe('*Title*\nPrograms that log in to Rocket.Chat get it at `https://chat.example/x?id=a`.');
        expect(complianceView({ ...answer, address: undefined }, lang).text).toBe('*Title*');
    });
});
