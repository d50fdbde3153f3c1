import { describe, expect, it } from 'vitest';

import { emojiVote } from '../../../../services/workflows/approval';

const TONES = ['', '_tone1', '_tone5', '_light_skin_tone', '_medium_light_skin_tone', '_medium_skin_tone', '_medium_dark_skin_tone', '_dark_skin_tone'];

describe('emojiVote', () => {
    it.each([
        ['approve', ['thumbsup', 'thumbup', 'thumbs_up', '+1']],
        ['reject', ['thumbsdown', 'thumbdown', 'thumbs_down', '-1']],
        ['review', ['mag', 'mag_right']],
    ])('reads %s under every name and tone, with colons and without', (vote, names) => {
        for (const name of names.flatMap((each) => TONES.map((tone) => each + tone))) {
            expect([name, emojiVote(`:${name}:`), emojiVote(name)]).toEqual([name, vote, vote]);
        }
    });

    it.each(['', ':', '::', ':heart:', ':thumbsup_tone6:', ':+10:', ':constructor:', ':tone1:', ':magnet:'])('reads nothing from %j', (emoji) => {
        expect(emojiVote(emoji)).toBeUndefined();
    });
});
