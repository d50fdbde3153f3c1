import { describe, expect, it } from 'vitest';
import { toMessages } from '../../context/engine/to-message';
import { jsonView } from '../../context/deliver';
import { UserError } from '../../context/user-error';
import { MESSAGE_LIMIT } from '../../ui/text';

const appId = 'app';

describe('a view as messages', () => {
    it('is one message when it has attachments only', () => {
        const attachments = [{ title: 'JSON', text: 'x', collapsed: false }];
        expect(toMessages({ text: '', attachments }, { appId })).toMatchObject([{ text: '', attachments: [{ title: { value: 'JSON' }, text: 'x' }] }]);
    });

    it('is one message for data of any length, whose JSON stays in one piece', () => {
        for (const length of [10, MESSAGE_LIMIT, 10 * MESSAGE_LIMIT]) {
            const [message, ...more] = toMessages(jsonView({ long: 'x'.repeat(length) }), { appId });
            expect(more).toEqual([]);
            const text = message?.text || message?.attachments?.[0]?.text;
            expect(JSON.parse(text?.replace(/^```json\n|\n```$/g, '') ?? '')).toEqual({ long: 'x'.repeat(length) });
        }
    });

    it('is refused for data that no client could show', () => {
        expect(() => jsonView({ long: 'x'.repeat(2_000_000) })).toThrow(UserError);
    });

    it('is several when the text is long, with the attachments at the last', () => {
        const messages = toMessages({ text: 'word '.repeat(2000), attachments: [{ title: 'end' }] }, { appId });
        expect(messages.length).toBeGreaterThan(1);
        expect(messages.map(({ attachments }) => attachments?.length ?? 0)).toEqual([...messages.slice(1).map(() => 0), 1]);
    });

    it('is nothing when there is nothing to say', () => {
        expect(toMessages({ text: '' }, { appId })).toEqual([]);
    });

    it('repeats no token and calls nobody, in whatever part of it they stand', () => {
        const token = 'hf_AbCdEfGhIjKlMnOpQrStUvWxYz01234567';
        const words = `@all ${token}`;
        const blocks = [{ type: 'section' as const, text: words }, { type: 'context' as const, texts: [words] }, { type: 'actions' as const, elements: [{ type: 'button' as const, actionId: 'a.b', label: words }] }];
        const attachments = [{ title: words, text: words, fields: [{ title: words, value: words }] }];
        const shown = JSON.stringify([toMessages({ text: words }, { appId }), toMessages({ text: words, blocks, attachments }, { appId }), toMessages(jsonView({ words }), { appId })]);
        expect(shown).not.toContain(token);
        expect(shown).not.toContain('@all');
        expect(shown.match(/hf_•+4567/g)?.length).toBeGreaterThan(8);
    });
});
