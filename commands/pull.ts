import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { MAX_PATTERNS, type PullWish } from '../flows/pull/pull-wish';
import { PULL_FORMATS, type ComponentId } from '../services/discovery';
import { isRevision, type RepoRef, type RepoType } from '../services/hub';
import type { MessageKey } from '../ui/catalogue';
import { whichRepoView } from '../ui/which-repo-view';
import { command, type Command } from './command';
import { choice, flag, optional, several, text } from './params';
import { pullAnswer } from './pull-answer';
import { resolveRepo } from './resolve-repo';
import { suggestRepos } from './suggest-repos';

interface Kind {
    readonly name: string;
    readonly aliases?: readonly string[];
    readonly summary: MessageKey;
    readonly example: string;
    /** What a bare id means. */
    readonly type: RepoType;
    readonly drives: readonly ComponentId[];
}

/** Parts that concern repositories of every kind. */
const ANY_REPO: readonly ComponentId[] = ['malware-scanning', 'gating'];

export const pull = pullCommand({ name: 'pull', aliases: ['pull files'], summary: 'pull.summary', example: '/hf pull acme/bert-prod config.json', type: 'model', drives: ['model-repos', 'dataset-repos', 'space-repos', ...ANY_REPO] });
export const pullModel = pullCommand({ name: 'pull model', summary: 'pull.model.summary', example: '/hf pull model Qwen/Qwen2.5-7B-Instruct-GGUF --quantization Q4_K_M', type: 'model', drives: ['model-repos', 'safetensors', 'gguf', ...ANY_REPO] });
export const pullDataset = pullCommand({ name: 'pull dataset', summary: 'pull.dataset.summary', example: '/hf pull dataset stanfordnlp/imdb --split train', type: 'dataset', drives: ['dataset-repos', 'dataset-viewer', ...ANY_REPO] });
export const pullSpace = pullCommand({ name: 'pull space', summary: 'pull.space.summary', example: '/hf pull space acme/demo --dry-run', type: 'space', drives: ['space-repos', ...ANY_REPO] });

function pullCommand({ type, ...kind }: Kind): Command {
    return command({
        ...kind,
        args: { id: text('repo.arg.id'), files: several('pull.arg.files') },
        options: {
            'quantization': optional(text('pull.option.quantization')),
            'format': optional(choice('pull.option.format', PULL_FORMATS)),
            'split': optional(text('pull.option.split')),
            'revision': optional(text('pull.option.revision')),
            'dry-run': flag('pull.option.dry_run'),
            'allow-unsafe': flag('pull.option.allow_unsafe'),
            'show-private': flag('pull.option.show_private'),
        },
        optionAliases: { quant: 'quantization', quantisation: 'quantization' },
        read: false,
        run: (ctx, { args: { id, files }, options: { 'dry-run': dryRun, 'allow-unsafe': unsafe, 'show-private': shown, ...options } }) =>
            answerTyped(ctx, id, { type, files: [...files], ...options, ...(dryRun && { dryRun }), ...(unsafe && { unsafe }), ...(shown && { shown }) }),
        suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: [type], command: (id) => `pull ${type} ${id}` }),
    });
}

/** Asks first when the name means several repositories. */
async function answerTyped(ctx: Ctx, typed: string, options: Omit<PullWish, 'id'>): Promise<Answer> {
    const resolved = await resolveRepo(ctx, typed, options.type);
    if (resolved.kind === 'one') {
        return pullAnswer(ctx, wishOf(resolved.repo, options));
    }
    const choices = resolved.repos.map((repo) => ({ id: repo.id, value: JSON.stringify(wishOf(repo, options)) }));
    return answer(whichRepoView({ typed, choices, actionId: 'pull.run' }, ctx.lang));
}

/** A link to a file, or to another revision, says so itself. */
function wishOf(repo: RepoRef, options: Omit<PullWish, 'id'>): PullWish {
    const revision = options.revision ?? repo.revision;
    if (revision !== undefined && !isRevision(revision)) {
        throw new UserError({ key: 'pull.bad_revision', values: { value: revision } });
    }
    if (options.files.length > MAX_PATTERNS) {
        throw new UserError({ key: 'pull.too_many_patterns', values: { limit: MAX_PATTERNS } });
    }
    const files = options.files.length === 0 && repo.path !== undefined ? [repo.path] : options.files;
    return { ...options, type: repo.type, id: repo.id, files, ...(revision !== undefined && { revision }) };
}
