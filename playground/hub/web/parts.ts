import { isUtf8 } from 'node:buffer';
import { html } from 'hono/html';
import type { Commit, Repo, RepoFile } from '../model';
import { integerParameter } from '../paging';
import type { Call } from '../routing';
import { stageAt } from '../space-runtime';
import type { Html } from './layout';

export const PAGE_SIZE = 30;
const SHOWN_BYTES = 256 * 1024;

export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

export const repoPath = ({ type, id }: Pick<Repo, 'type' | 'id'>): string => `${type === 'model' ? '' : `/${type}s`}/${encodePath(id)}`;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** In steps of a thousand, as the Hub counts. */
export function fileSize(bytes: number): string {
    const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    return `${Number((bytes / 1000 ** step).toPrecision(3))} ${UNITS[step]}`;
}

export const day = (date: string): Html => html`<time datetime="${date}">${date.slice(0, 10)}</time>`;

export const mark = (text: string | false | undefined): Html | undefined => (text ? html`<span class="mark">${text}</span>` : undefined);

export const facts = (rows: [name: string, value: unknown][]): Html =>
    html`<dl>${rows.filter(([, value]) => value !== undefined).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

/** A line each, or a sentence when there is none. */
export function rows<T>(items: readonly T[], none: string, row: (item: T) => Html): Html {
    return items.length === 0 ? html`<p>${none}</p>` : html`<ul class="rows">${items.map((item) => html`<li class="row">${row(item)}</li>`)}</ul>`;
}

/** A repo in a list; a Space with its stage at the moment. */
export const repoRow = (now: number) => (repo: Repo): Html =>
    html`<a href="${repoPath(repo)}">${repo.id}</a> ${mark(repo.private && 'private')} ${mark(repo.gated && 'gated')} ${mark(repo.space && stageAt(repo.space, now))}
        <span class="soft">${[repo.model?.pipeline_tag ?? repo.space?.sdk ?? repo.type, `${repo.likes} likes`].join(' · ')}</span>`;

export const commitRow = (repo: Repo, { id, title, author, date }: Commit): Html =>
    html`<a href="${repoPath(repo)}/commit/${id}"><code>${id.slice(0, 7)}</code></a> <span>${title}</span> <span class="soft">${author}, ${day(date)}</span>`;

/** The file as text; undefined when it is too large to be shown, or no text. */
export function textOf({ bytes }: RepoFile): string | undefined {
    const content = bytes.size > SHOWN_BYTES ? undefined : bytes.read();
    return content && isUtf8(content) && !content.includes(0) ? new TextDecoder().decode(content) : undefined;
}

/** The items of the page that `p` names, counted from 0, and the links to its neighbours. */
export function paged<T>(all: readonly T[], { url, query }: Pick<Call, 'url' | 'query'>): { items: T[]; links: Html } {
    const last = Math.max(0, Math.ceil(all.length / PAGE_SIZE) - 1);
    const p = Math.min(last, integerParameter(query, 'p', { fallback: 0, min: 0, max: 1_000_000 }));
    const to = (number: number, text: string): Html | undefined => {
        const parameters = new URLSearchParams(query);
        parameters.set('p', String(number));
        return number >= 0 && number <= last ? html`<a href="${url.pathname}?${parameters.toString()}">${text}</a>` : undefined;
    };
    return {
        items: all.slice(p * PAGE_SIZE, (p + 1) * PAGE_SIZE),
        links: html`${last > 0 && html`<nav class="row" aria-label="Pages">${to(p - 1, 'Previous')} <span>Page ${p + 1} of ${last + 1}</span> ${to(p + 1, 'Next')}</nav>`}`,
    };
}
