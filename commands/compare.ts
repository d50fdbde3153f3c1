import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { compareModels, comparisonData } from '../services/discovery';
import type { RepoRef } from '../services/hub';
import { comparisonView } from '../ui/comparison-view';
import { whichRepoView } from '../ui/which-repo-view';
import { command } from './command';
import { text } from './params';
import { resolveRepo, type Resolved } from './resolve-repo';
import { suggestRepos } from './suggest-repos';

export const compare = command({
    name: 'compare',
    aliases: ['compare models', 'models compare'],
    summary: 'compare.summary',
    example: '/hf compare google-bert/bert-base-uncased FacebookAI/roberta-base',
    args: { a: text('repo.arg.id'), b: text('repo.arg.id') },
    options: {},
    read: true,
    drives: ['model-repos', 'model-cards', 'eval-results', 'malware-scanning'],
    run: (ctx, { args }) => compareAnswer(ctx, args),
    suggest: (ctx, typed) => suggestRepos(ctx, typed.slice(-1), { types: ['model'], command: (id) => ['compare', ...typed.slice(0, -1), id].join(' ') }),
});

/** The two ids as they were typed. */
export interface TypedPair {
    readonly a: string;
    readonly b: string;
}

/** Two models side by side; asks first when one of the names means several. */
export async function compareAnswer(ctx: Ctx, typed: TypedPair): Promise<Answer> {
    const [a, b] = await Promise.all([resolveRepo(ctx, typed.a, 'model'), resolveRepo(ctx, typed.b, 'model')]);
    if (a.kind === 'many') {
        return ask(ctx, typed.a, a, (id) => ({ ...typed, a: id }));
    }
    if (b.kind === 'many') {
        return ask(ctx, typed.b, b, (id) => ({ ...typed, b: id }));
    }
    const comparison = await compareModels(ctx.hub, [asModel(a.repo), asModel(b.repo)]);
    return answer(comparisonView(comparison, { lang: ctx.lang, now: ctx.clock() }), comparisonData(comparison));
}

function ask(ctx: Ctx, typed: string, { repos }: Extract<Resolved, { kind: 'many' }>, pair: (id: string) => TypedPair): Answer {
    const choices = repos.map(({ id }) => ({ id, value: JSON.stringify(pair(id)) }));
    return answer(whichRepoView({ typed, choices, actionId: 'compare.run' }, ctx.lang), { candidates: repos });
}

/** A link may point at something else. */
function asModel(repo: RepoRef): RepoRef {
    if (repo.type !== 'model') {
        throw new UserError({ key: 'compare.models_only', values: { id: repo.id } });
    }
    return repo;
}
