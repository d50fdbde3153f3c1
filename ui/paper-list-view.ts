import type { Fetched, Paper } from '../services/hub';
import { ageNote } from './age-note';
import { card } from './blocks';
import type { Reader } from './reader';
import { link, plain, truncate } from './text';
import type { View } from './view';

const TITLE_LIMIT = 150;
const NAMED_AUTHORS = 3;

/** Papers that a search found, a line each. */
export function paperListView({ query, papers, hubUrl }: { readonly query: string; readonly papers: Fetched<readonly Paper[]>; readonly hubUrl: string }, reader: Reader): View {
    const { lang } = reader;
    if (papers.value.length === 0) {
        return { text: lang.t('papers.none', { query: plain(query) }) };
    }
    const lines = papers.value.map((paper, index) => `${index + 1}. ${paperLine(paper, hubUrl, reader)}`);
    return card({ text: [lang.t('papers.title', { query: plain(query) }), ...lines].join('\n'), notes: [ageNote(papers, reader)] });
}

/** `[Title](address) – authors · date · upvotes` */
export function paperLine({ id, title, authors, publishedAt, upvotes }: Paper, hubUrl: string, { lang }: Reader): string {
    const names = (authors ?? []).flatMap(({ name }) => (name ? [plain(name)] : []));
    const more = names.length - NAMED_AUTHORS;
    const facts = [
        [...names.slice(0, NAMED_AUTHORS), ...(more > 0 ? [lang.t('info.more', { n: more })] : [])].join(', '),
        publishedAt ? lang.date(Date.parse(publishedAt)) : '',
        typeof upvotes === 'number' ? lang.t('papers.upvotes', { n: upvotes }) : '',
    ];
    return [link(truncate(title.replace(/\s+/g, ' '), TITLE_LIMIT), `${hubUrl}/papers/${id}`), facts.filter((fact) => fact !== '').join(' · ')].filter((text) => text !== '').join(' – ');
}
