import { answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import type { ConvertWish } from '../flows/convert/convert-wish';
import { proposeConversion } from '../flows/convert/review-conversion';
import { isRevision, type RepoRef } from '../services/hub';
import { CONVERT_TARGETS } from '../services/workflows/convert/targets';
import { whichRepoView } from '../ui/which-repo-view';
import { command } from './command';
import { choice, fallback, flag, optional, text } from './params';
import { resolveRepo } from './resolve-repo';
import { suggestRepos } from './suggest-repos';

export const convert = command({
    name: 'convert',
    summary: 'convert.summary',
    example: '/hf convert acme/bert-prod --to gguf --quantization Q4_K_M',
    args: { model: text('convert.arg.model') },
    options: {
        'to': fallback(choice('convert.option.to', CONVERT_TARGETS), 'gguf'),
        'quantization': optional(text('convert.option.quantization')),
        'hardware': optional(text('convert.option.hardware')),
        'repo': optional(text('convert.option.repo')),
        'namespace': optional(text('convert.option.namespace')),
        'revision': optional(text('convert.option.revision')),
        'private': flag('convert.option.private'),
        'public': flag('convert.option.public_repo'),
        'allow-unsafe': flag('convert.option.allow_unsafe'),
    },
    optionAliases: { quant: 'quantization', quantisation: 'quantization' },
    read: false,
    drives: ['jobs', 'model-repos', 'safetensors', 'gguf'],
    async run(ctx, { args: { model }, options: { 'private': isPrivate, 'public': isPublic, 'allow-unsafe': unsafe, ...options } }) {
        if (isPrivate && isPublic) {
            throw new UserError({ key: 'push.both_visibilities' });
        }
        const wishOf = (repo: RepoRef): ConvertWish => convertWishOf(repo, { ...options, private: !isPublic, unsafe });
        const resolved = await resolveRepo(ctx, model, 'model');
        if (resolved.kind === 'one') {
            return answer(await proposeConversion(ctx, wishOf(resolved.repo)));
        }
        const choices = resolved.repos.map((repo) => ({ id: repo.id, value: JSON.stringify(wishOf(repo)) }));
        return answer(whichRepoView({ typed: model, choices, actionId: 'convert.run' }, ctx.lang));
    },
    suggest: (ctx: Ctx, typed) => suggestRepos(ctx, typed, { types: ['model'], command: (id) => `convert ${id}` }),
});

type Options = Pick<ConvertWish, 'to' | 'private' | 'unsafe'> & { readonly [Name in 'quantization' | 'hardware' | 'repo' | 'namespace' | 'revision']: string | undefined };

/** A link to another revision says so itself. */
function convertWishOf(repo: RepoRef, { quantization, hardware, repo: target, namespace, revision = repo.revision, ...wish }: Options): ConvertWish {
    if (repo.type !== 'model') {
        throw new UserError({ key: 'convert.not_a_model', values: { repo: repo.id } });
    }
    if (revision !== undefined && !isRevision(revision)) {
        throw new UserError({ key: 'pull.bad_revision', values: { value: revision } });
    }
    return { ...wish, model: repo.id, ...(quantization !== undefined && { quantization }), ...(hardware !== undefined && { hardware }), ...(target !== undefined && { repo: target }), ...(namespace !== undefined && { namespace }), ...(revision !== undefined && { revision }) };
}
