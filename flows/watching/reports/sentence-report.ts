import type { Lang } from '../../../ui/language';
import type { NewsRepo } from '../../../ui/news/news-reader';
import { sentenceCard } from '../../../ui/news/sentence-card';
import type { NewsItem, Report } from '../report';
import { toldOf } from './told';

/** What follows within this time stands in one message, milliseconds. */
const LIVING_MS = 30 * 60_000;

interface Sentence {
    readonly item: NewsItem;
    readonly say: (lang: Lang) => string;
}

interface Parts {
    readonly private: boolean;
    readonly sentences: readonly Sentence[];
    /** What a button opens. */
    readonly pages: readonly NewsRepo[];
}

/** A report whose items are a sentence each. */
export function sentenceReport({ private: hidden, sentences, pages }: Parts): Report {
    const told = toldOf(sentences);
    return {
        private: hidden,
        items: told.items,
        livingUntil: Math.max(0, ...told.items.map(({ at }) => at)) + LIVING_MS,
        card: (drawn) => sentenceCard(told.among(drawn.items).map(({ item, say }) => ({ text: say(drawn.lang), at: item.at })), pages, drawn),
        single: (item, { lang }) => ({ text: told.of(item).say(lang) }),
        line: (item, { lang }) => told.of(item).say(lang),
    };
}
