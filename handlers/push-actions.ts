import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { cancelPush, confirmPush, ownPush, repeatPush, reviewable, reviewForm, type Reviewed } from '../flows/push/review-push';
import { detailsOf } from '../flows/push/show-push';
import { findFiles, MAX_PUSHED_FILES, requirePusher, startPush } from '../flows/push/start-push';
import { commitSummary, MAX_SUMMARY, pushWish } from '../services/workflows/transfer/push-wish';
import { pushChooser, PUSH_FIELDS } from '../ui/push-form';
import { action, parseValue, submission, type Action, type Outcome, type Submission } from './action';

/** What `Ctx.newId` writes. */
const pushId = z.string().check(z.regex(/^[A-Za-z0-9]{17}$/));
/** Which plan of which push the form was about. */
const carriedReview = z.object({ id: pushId, round: z.int() });

export const PUSH_ACTIONS: readonly Action[] = [
    action('push.choose', pushWish, async (ctx, wish): Promise<Outcome> => {
        await requirePusher(ctx);
        return { kind: 'open', surface: pushChooser({ files: await ctx.files.list(), repo: wish.repo, carried: JSON.stringify(wish) }, ctx.lang) };
    }),
    action('push.review', pushId, async (ctx, id): Promise<Outcome> => {
        const reviewed = await reviewable(ctx, id);
        return { kind: 'open', surface: reviewForm(ctx, reviewed, JSON.stringify({ id, round: reviewed.push.round })) };
    }),
    action('push.details', pushId, async (ctx, id) => {
        await ctx.whisper(detailsOf(ctx, await ownPush(ctx, id)));
        return undefined;
    }),
    action('push.cancel', pushId, async (ctx, id) => {
        await cancelPush(ctx, id);
        await ctx.whisper({ text: ctx.lang.t('push.was_cancelled') });
        return undefined;
    }),
    action('push.again', pushId, async (ctx, id) => {
        await repeatPush(ctx, id);
        return undefined;
    }),
];

const word = z.nullish(z.string().check(z.maxLength(1000)));
const chooserFields = z.object({ [PUSH_FIELDS.files]: z.nullish(z.array(z.string().check(z.maxLength(200))).check(z.maxLength(100))) });
const reviewFields = z.object({ [PUSH_FIELDS.summary]: word, [PUSH_FIELDS.as]: word, [PUSH_FIELDS.card]: word, [PUSH_FIELDS.refused]: word, [PUSH_FIELDS.name]: word });

const choose: Submission = submission('push.choose', chooserFields, async (ctx, fields, carried): Promise<Outcome | undefined> => {
    const chosen = fields[PUSH_FIELDS.files] ?? [];
    if (chosen.length === 0 || chosen.length > MAX_PUSHED_FILES) {
        const text = chosen.length === 0 ? ctx.lang.t('push.choose.none') : ctx.lang.t('push.too_many', { n: chosen.length, max: MAX_PUSHED_FILES });
        return { kind: 'errors', errors: { [PUSH_FIELDS.files]: text } };
    }
    await startPush(ctx, parseValue('push.choose', pushWish, carried), await findFiles(ctx, chosen));
    return undefined;
});

const review: Submission = submission('push.review', reviewFields, async (ctx, fields, carried): Promise<Outcome | undefined> => {
    const { id, round } = parseValue('push.review', carriedReview, carried);
    const reviewed = await reviewable(ctx, id);
    if (reviewed.push.round !== round) {
        return { kind: 'errors', errors: { [PUSH_FIELDS.summary]: ctx.lang.t('push.outdated') } };
    }
    const summary = commitSummary.safeParse(fields[PUSH_FIELDS.summary] ?? '');
    const override = fields[PUSH_FIELDS.refused] === 'take';
    const errors = {
        ...(!summary.success && { [PUSH_FIELDS.summary]: ctx.lang.t('push.bad_message', { max: MAX_SUMMARY }) }),
        ...nameError(ctx, reviewed, { override, typed: fields[PUSH_FIELDS.name] ?? '' }),
    };
    if (!summary.success || Object.keys(errors).length > 0) {
        return { kind: 'errors', errors };
    }
    await confirmPush(ctx, reviewed, { summary: summary.data, pr: isPr(reviewed, fields[PUSH_FIELDS.as]), card: fields[PUSH_FIELDS.card] !== 'leave', override });
    return undefined;
});

export const PUSH_SUBMISSIONS: readonly Submission[] = [choose, review];

/** What makes everybody see something, or takes what is refused by default, needs the repository's name. */
function nameError({ lang }: Ctx, { push: { wish: { repo }, planned } }: Reviewed, { override, typed }: { readonly override: boolean; readonly typed: string }): Readonly<Record<string, string>> {
    const makesPublic = planned?.head === undefined && planned?.private === false;
    return (override || makesPublic) && typed.trim() !== repo ? { [PUSH_FIELDS.name]: lang.t('push.form.name.wrong', { repo }) } : {};
}

/** A field that was not touched comes back as nothing; a repository that is not there yet has nothing to propose to. */
function isPr({ push: { wish, planned } }: Reviewed, chosen: string | null | undefined): boolean {
    return planned?.head !== undefined && (chosen === null || chosen === undefined ? wish.pr : chosen === 'pr');
}
