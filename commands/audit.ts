import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { MAX_RECORDS, type AuditQuery } from '../flows/audit/list-trail';
import { HUB_HOSTS, parseRepoRef } from '../services/hub';
import { auditAnswer, auditFileAnswer } from './audit-answer';
import { command } from './command';
import { integer, optional, text, type ValuesOf } from './params';
import { since } from './since';

/** So many lines are a message of usual length. */
const PAGE = 20;
const MAX_PAGE = 50;

const OPTIONS = {
    since: optional(since('audit.option.since')),
    model: optional(text('audit.option.model')),
    user: optional(text('audit.option.user')),
    environment: optional(text('audit.option.environment')),
    limit: optional(integer('audit.option.limit', { min: 1, max: MAX_RECORDS })),
};

export const audit = command({
    name: 'audit',
    summary: 'audit.summary',
    example: '/hf audit --since 7d --environment prod',
    args: {},
    options: OPTIONS,
    read: true,
    formats: ['jsonl'],
    async run(ctx, { options, format }) {
        if (format === 'jsonl') {
            return auditFileAnswer(ctx, await queryOf(ctx, options, MAX_RECORDS));
        }
        if (format === 'text' && (options.limit ?? 0) > MAX_PAGE) {
            throw new UserError({ key: 'audit.too_many', values: { max: MAX_PAGE, file: MAX_RECORDS } });
        }
        return auditAnswer(ctx, await queryOf(ctx, options, PAGE));
    },
});

async function queryOf(ctx: Ctx, { since: back, model, user, environment, limit }: ValuesOf<typeof OPTIONS>, usual: number): Promise<AuditQuery> {
    return { since: back?.(ctx.clock()), model: model === undefined ? undefined : modelName(ctx, model), user: user === undefined ? undefined : await userId(ctx, user), environment, limit: limit ?? usual };
}

/** An id, a link, or a name alone, which means any owner's. */
function modelName({ settings }: Ctx, typed: string): string {
    const repo = parseRepoRef(typed, 'model', [...HUB_HOSTS, new URL(settings.hubUrl).host]);
    if (!repo) {
        throw new UserError({ key: 'error.bad_repo_id', values: { value: typed } });
    }
    return repo.id;
}

async function userId({ workspace }: Ctx, typed: string): Promise<string> {
    const user = await workspace.userByName(typed);
    if (!user) {
        throw new UserError({ key: 'audit.no_such_user', values: { user: typed } });
    }
    return user.id;
}
