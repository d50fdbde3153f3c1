import { linkButton, card } from '../blocks';
import type { Lang } from '../language';
import { code, fenced, truncate } from '../text';
import type { View } from '../view';

/** More is read on Hugging Face; UTF-16 units. */
const MAX_LINES = 100;
const MAX_LENGTH = 12_000;

/** As much of a diff as is shown, and how many lines there are besides. */
export interface CutDiff {
    readonly text: string;
    readonly more: number;
}

export function cutDiff(diff: string): CutDiff {
    const lines = diff.replace(/\n$/, '').split('\n');
    const text = truncate(lines.slice(0, MAX_LINES).join('\n'), MAX_LENGTH);
    return { text, more: lines.length - text.split('\n').length };
}

/** A diff to be opened by whoever wants it; undefined is one that is too long. */
export function diffView({ title, url }: { readonly title: string; readonly url: string }, diff: CutDiff | undefined, lang: Lang): View {
    const open = linkButton('news.diff', lang.t('news.button.open'), url);
    if (diff === undefined || diff.text === '') {
        return card({ text: lang.t(diff === undefined ? 'news.diff.long' : 'news.diff.none', { title: code(title) }), actions: [open] });
    }
    return card({
        text: lang.t('news.diff.title', { title: code(title) }),
        actions: [open],
        notes: [diff.more > 0 ? lang.t('news.diff.more', { n: diff.more }) : undefined],
        attachments: [{ title: `${title}.diff`, link: url, text: fenced(diff.text, 'diff'), collapsed: true }],
    });
}
