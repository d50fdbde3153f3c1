import { linkButton } from '../blocks';
import type { NewsCard, NewsReader, NewsRepo } from './news-reader';
import { ago } from './news-text';

export interface DatedSentence {
    readonly text: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}

/** So many are shown, the newest. */
const SHOWN = 5;

/** News that are a sentence each, the newest first, and a button to each page. */
export const sentenceCard = (sentences: readonly DatedSentence[], pages: readonly NewsRepo[], { lang }: NewsReader): NewsCard => ({
    view: { text: sentences.slice(-SHOWN).reverse().map(({ text, at }) => `${text} · ${ago(at)}`).join('\n') },
    buttons: pages.map((repo) => linkButton(`news.repo.${repo.type}`, pages.length === 1 ? lang.t('news.button.open') : lang.t('news.button.open_one', { repo: repo.id }), repo.url)),
});
