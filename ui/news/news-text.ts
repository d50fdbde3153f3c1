import { link, plain, truncate } from '../text';
import type { NewsReader, NewsRepo } from './news-reader';

/** Longest title that is shown, UTF-16 units. */
const TITLE_LIMIT = 120;

/** A moment that Rocket.Chat's clients write in the reader's own way and keep up to date. */
export const ago = (at: number): string => `<t:${Math.floor(at / 1000)}:R>`;

export const repoName = ({ id, url }: Pick<NewsRepo, 'id' | 'url'>): string => `*${link(id, url)}*`;

/** A title that others wrote, for the middle of our sentence. */
export const shortTitle = (title: string): string => plain(truncate(title, TITLE_LIMIT));

/** Nobody is named where Hugging Face names nobody: the account is gone. */
export const personName = (name: string | undefined, { person, lang }: Pick<NewsReader, 'person' | 'lang'>): string => (name === undefined ? lang.t('news.somebody') : person(name));
