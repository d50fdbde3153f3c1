import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { shortId } from '../flows/approval/summary';
import { exposure } from '../flows/deployment/exposure';
import { requestDeployment } from '../flows/deployment/request-deployment';
import { deployAskedView } from '../ui/deploy-view';
import { whichRepoView } from '../ui/which-repo-view';
import { command } from './command';
import { choice, flag, optional, repeated, text } from './params';
import { resolveRepo } from './resolve-repo';
import { suggestRepos } from './suggest-repos';

export const FLOWS = ['strict', 'standard'] as const;

export const deploy = command({
    name: 'deploy',
    aliases: ['deploy request'],
    summary: 'deploy.summary',
    example: '/hf deploy acme/bert-prod --environment prod --approval-flow strict --reviewers @carol',
    args: { model: text('repo.arg.id') },
    options: {
        environment: optional(text('deploy.option.environment')),
        revision: optional(text('deploy.option.revision')),
        'approval-flow': optional(choice('deploy.option.flow', FLOWS)),
        reviewers: repeated(text('deploy.option.reviewers')),
        'show-private': flag('deploy.option.show_private'),
    },
    optionAliases: { env: 'environment', flow: 'approval-flow', reviewer: 'reviewers' },
    read: false,
    drives: ['model-repos', 'inference-endpoints', 'space-repos', 'safetensors', 'model-cards', 'malware-scanning', 'eval-results', 'gating'],
    run: (ctx, { args: { model }, options: { 'approval-flow': flow, 'show-private': shown, ...options } }) => deployAnswer(ctx, { model, flow, shown, ...options }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['model'], command: (id) => `deploy ${id}` }),
});

/** A deployment as it was typed. */
export interface TypedDeployment {
    readonly model: string;
    readonly environment?: string | undefined;
    readonly revision?: string | undefined;
    readonly flow?: (typeof FLOWS)[number] | undefined;
    readonly reviewers: readonly string[];
    /** Also where everybody sees what a private model is like. */
    readonly shown?: boolean | undefined;
}

/** Makes the request; asks first when the name means several models. */
export async function deployAnswer(ctx: Ctx, typed: TypedDeployment): Promise<Answer> {
    const resolved = await resolveRepo(ctx, typed.model, 'model');
    if (resolved.kind === 'many') {
        const choices = resolved.repos.map(({ id }) => ({ id, value: JSON.stringify({ ...typed, model: id }) }));
        return answer(whichRepoView({ typed: typed.model, choices, actionId: 'deploy.run' }, ctx.lang));
    }
    const { repo } = resolved;
    if (repo.type !== 'model') {
        throw new UserError({ key: 'compare.models_only', values: { id: repo.id } });
    }
    const { shown = false, ...wish } = { ...typed, model: repo.id, revision: typed.revision ?? repo.revision };
    const { id, deployment } = await requestDeployment(ctx, { ...wish, repo: repo.id, exposure: exposure(shown, 'deploy.run', wish) });
    return answer(deployAskedView({ shortId: shortId(id), environment: deployment.environment.name }, ctx.lang));
}
