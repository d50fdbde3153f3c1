import { aboutRepo } from './about-repo';
import { command } from './command';
import { infoAnswer } from './info-answer';
import { text } from './params';
import { suggestRepos } from './suggest-repos';

export const infoDataset = command({
    name: 'info dataset',
    aliases: ['dataset info'],
    summary: 'info.dataset.summary',
    example: '/hf info dataset rajpurkar/squad',
    args: { id: text('repo.arg.id') },
    options: {},
    read: true,
    drives: ['dataset-repos', 'dataset-viewer', 'discussions', 'gating', 'malware-scanning'],
    run: (ctx, { args }) => aboutRepo(ctx, args.id, { type: 'dataset', actionId: 'repo.info', show: infoAnswer }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['dataset'] }),
});
