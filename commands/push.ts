import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { requirePusher, startPush } from '../flows/push/start-push';
import { findByName } from '../services/discovery';
import { HUB_HOSTS, parseRepoRef } from '../services/hub';
import { pushFolder } from '../services/workflows/transfer/push-path';
import { commitSummary, MAX_SUMMARY, pushWish, SPACE_SDKS, type PushWish } from '../services/workflows/transfer/push-wish';
import { pushChooser, pushChooserPrompt } from '../ui/push-form';
import { command } from './command';
import { choice, fallback, flag, optional, text } from './params';
import { ownersOf } from './resolve-repo';

const EXAMPLE = '/hf push model --repo acme/bert-prod --message "Add the new weights"';
const TYPES = ['model', 'dataset', 'space'] as const;

export const push = command({
    name: 'push',
    summary: 'push.summary',
    example: EXAMPLE,
    args: { type: fallback(choice('push.arg.type', TYPES), 'model') },
    options: {
        repo: optional(text('push.option.repo')),
        message: optional(text('push.option.message')),
        pr: flag('push.option.pr'),
        private: flag('push.option.private'),
        public: flag('push.option.public'),
        path: optional(text('push.option.path')),
        sdk: optional(choice('push.option.sdk', SPACE_SDKS)),
    },
    optionAliases: { folder: 'path' },
    read: false,
    drives: ['model-repos', 'dataset-repos', 'space-repos', 'model-cards', 'dataset-cards', 'safetensors'],
    async run(ctx, { args: { type }, options }) {
        await requirePusher(ctx);
        return begin(ctx, await wishOf(ctx, type, options));
    },
});

interface Options {
    readonly repo: string | undefined;
    readonly message: string | undefined;
    readonly pr: boolean;
    readonly private: boolean;
    readonly public: boolean;
    readonly path: string | undefined;
    readonly sdk: (typeof SPACE_SDKS)[number] | undefined;
}

async function wishOf(ctx: Ctx, type: PushWish['type'], options: Options): Promise<PushWish> {
    const typed = options.repo;
    if (typed === undefined) {
        throw new UserError({ key: 'error.missing_argument', values: { command: 'push', argument: '--repo' } }, { key: 'error.example', values: { example: EXAMPLE } });
    }
    if (options.private && options.public) {
        throw new UserError({ key: 'push.both_visibilities' });
    }
    const summary = options.message === undefined ? undefined : commitSummary.safeParse(options.message);
    if (summary?.success === false) {
        throw new UserError({ key: 'push.bad_message', values: { max: MAX_SUMMARY } });
    }
    const wish = pushWish.safeParse({
        type,
        repo: await ownedRepo(ctx, type, typed),
        ...(summary && { summary: summary.data }),
        pr: options.pr,
        private: !options.public,
        ...(options.path !== undefined && { folder: pushFolder(options.path) }),
        ...(options.sdk && { sdk: options.sdk }),
    });
    if (!wish.success) {
        throw new UserError({ key: 'error.bad_repo_id', values: { value: typed } });
    }
    return wish.data;
}

/** A name without owner is the repository of that name that the caller or their organisation has, or else a new one of the caller's own. */
async function ownedRepo(ctx: Ctx, type: PushWish['type'], typed: string): Promise<string> {
    const repo = parseRepoRef(typed, type, [...HUB_HOSTS, new URL(ctx.settings.hubUrl).host]);
    if (!repo || repo.type !== type) {
        throw new UserError({ key: 'error.bad_repo_id', values: { value: typed } });
    }
    if (repo.id.includes('/')) {
        return repo.id;
    }
    const owners = await ownersOf(ctx);
    const found = (await findByName(ctx.hub, { type, name: repo.id, owners })).filter(({ id }) => owners.some((owner) => id.toLowerCase() === `${owner}/${repo.id}`.toLowerCase()));
    if (found.length > 1) {
        throw new UserError({ key: 'push.which_owner', values: { name: repo.id, list: found.map(({ id }) => id).join(', ') } });
    }
    return found[0]?.id ?? `${owners[0] ?? ''}/${repo.id}`;
}

/** A thread is about what is in it; in a room somebody has to say which of its files are meant, unless there is only one. */
async function begin(ctx: Ctx, wish: PushWish): Promise<Answer | undefined> {
    const files = await ctx.files.list();
    if (ctx.threadId !== undefined || files.length <= 1) {
        await startPush(ctx, wish, files);
        return answer({ text: ctx.lang.t('push.started') });
    }
    const carried = JSON.stringify(wish);
    const opened = await ctx.open(pushChooser({ files, repo: wish.repo, carried }, ctx.lang));
    return opened ? undefined : answer(pushChooserPrompt(carried, ctx.lang));
}
