import { answer } from '../context/answer';
import { searchPapers } from '../services/hub';
import { paperListView } from '../ui/paper-list-view';
import { command } from './command';
import { fallback, integer, words } from './params';

/** A longer text is no title. */
const MAX_QUERY = 200;
const MAX_PAPERS = 20;
const DEFAULT_PAPERS = 10;

export const papersSearch = command({
    name: 'papers search',
    aliases: ['search papers', 'papers list', 'paper search'],
    summary: 'papers.summary',
    example: '/hf papers search attention is all you need',
    args: { query: words('papers.arg.query') },
    options: { limit: fallback(integer('papers.option.limit', { min: 1, max: MAX_PAPERS }), DEFAULT_PAPERS) },
    read: true,
    drives: ['papers'],
    async run(ctx, { args, options: { limit } }) {
        const query = args.query.slice(0, MAX_QUERY);
        const found = await searchPapers(ctx.hub, { q: query, limit });
        // The Hub may send more than it was asked for.
        const papers = { ...found, value: found.value.slice(0, limit) };
        const view = paperListView({ query, papers, hubUrl: ctx.settings.hubUrl }, { lang: ctx.lang, now: ctx.clock() });
        return answer(view, { items: papers.value, ageMs: papers.ageMs, stale: papers.stale });
    },
});
