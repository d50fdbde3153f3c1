import { aboutRepo } from './about-repo';
import { cardAnswer } from './card-answer';
import { command } from './command';
import { text } from './params';
import { suggestRepos } from './suggest-repos';

export const modelCard = command({
    name: 'model card',
    aliases: ['card model', 'models card'],
    summary: 'card.summary',
    example: '/hf model card google-bert/bert-base-uncased',
    args: { id: text('repo.arg.id') },
    options: {},
    read: true,
    drives: ['model-cards'],
    run: (ctx, { args }) => aboutRepo(ctx, args.id, { type: 'model', actionId: 'repo.card', show: cardAnswer }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['model'], command: (id) => `model card ${id}` }),
});
