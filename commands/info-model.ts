import { aboutRepo } from './about-repo';
import { command } from './command';
import { infoAnswer } from './info-answer';
import { text } from './params';
import { suggestRepos } from './suggest-repos';

export const infoModel = command({
    name: 'info model',
    aliases: ['model info'],
    summary: 'info.model.summary',
    example: '/hf info model openai-community/gpt2',
    args: { id: text('repo.arg.id') },
    options: {},
    read: true,
    drives: ['model-repos', 'safetensors', 'gguf', 'discussions', 'inference-providers', 'eval-results', 'gating', 'malware-scanning'],
    run: (ctx, { args }) => aboutRepo(ctx, args.id, { type: 'model', actionId: 'repo.info', show: infoAnswer }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['model'] }),
});
