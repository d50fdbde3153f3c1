export type EmojiVote = 'approve' | 'reject' | 'review';

/** Shortcodes and their aliases: Rocket.Chat keeps a reaction under the name that the client sent. */
const MEANINGS = new Map<string, EmojiVote>([
    ['thumbsup', 'approve'],
    ['thumbup', 'approve'],
    ['thumbs_up', 'approve'],
    ['+1', 'approve'],
    ['thumbsdown', 'reject'],
    ['thumbdown', 'reject'],
    ['thumbs_down', 'reject'],
    ['-1', 'reject'],
    ['mag', 'review'],
    ['mag_right', 'review'],
]);

const SKIN_TONE = /_(?:tone[1-5]|(?:light|medium_light|medium|medium_dark|dark)_skin_tone)$/;

/** What a reaction means for a request: 👍, 👎 or 🔍 under any of their names, in any skin tone, with or without colons. */
export function emojiVote(emoji: string): EmojiVote | undefined {
    return MEANINGS.get(emoji.replace(/^:(.*):$/, '$1').replace(SKIN_TONE, ''));
}
