import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import type { Conversion } from '../flows/convert/conversion-record';
import { convertWish } from '../flows/convert/convert-wish';
import { linesOf } from '../flows/convert/follow-job';
import { asksPublic, cancelConversion, confirmConversion, conversionHere, proposeConversion, reviewableConversion, reviewForm } from '../flows/convert/review-conversion';
import { CONVERT_SCRIPT } from '../services/workflows/convert/convert-script';
import { CONVERT_FIELDS } from '../ui/convert-form';
import { convertLogView, convertScriptView } from '../ui/convert-log-view';
import { action, parseValue, plainAction, submission, type Action, type Outcome, type Submission } from './action';

/** What `Ctx.newId` writes. */
const conversionId = z.string().check(z.regex(/^[A-Za-z0-9]{17}$/));

export const CONVERT_ACTIONS: readonly Action[] = [
    action('convert.run', convertWish, async (ctx, wish) => {
        await ctx.whisper(await proposeConversion(ctx, wish));
        return undefined;
    }),
    plainAction('convert.script', async (ctx) => {
        await ctx.whisper(convertScriptView(CONVERT_SCRIPT, ctx.lang));
        return undefined;
    }),
    action('convert.review', conversionId, async (ctx, id): Promise<Outcome> => ({ kind: 'open', surface: reviewForm(ctx, await reviewableConversion(ctx, id)) })),
    action('convert.cancel', conversionId, async (ctx, id) => {
        await cancelConversion(ctx, id);
        await ctx.whisper({ text: ctx.lang.t('convert.was_cancelled') });
        return undefined;
    }),
    action('convert.logs', conversionId, showLogs),
];

/** With the account of whoever clicked: who may not see the job gets no lines of it. */
async function showLogs(ctx: Ctx, id: string): Promise<undefined> {
    const { started, plan: { namespace } } = await conversionHere(ctx, id);
    const lines = started ? await linesOf(ctx, { namespace, id: started.jobId }) : [];
    await ctx.whisper(convertLogView(lines, ctx.lang));
}

const word = z.nullish(z.string().check(z.maxLength(1000)));
const fieldsOf = z.object({ [CONVERT_FIELDS.add]: word, [CONVERT_FIELDS.public]: word, [CONVERT_FIELDS.unsafe]: word });

export const CONVERT_SUBMISSIONS: readonly Submission[] = [
    submission('convert.review', fieldsOf, async (ctx, fields, carried): Promise<Outcome | undefined> => {
        const conversion = await reviewableConversion(ctx, parseValue('convert.review', conversionId, carried));
        const errors = fieldErrors(ctx, conversion, fields);
        if (Object.keys(errors).length > 0) {
            return { kind: 'errors', errors };
        }
        await confirmConversion(ctx, conversion);
        return undefined;
    }),
];

/** What is public for good, can run code, or goes among other files, needs more than a click. */
function fieldErrors({ lang }: Ctx, { plan }: Conversion, fields: z.infer<typeof fieldsOf>): Readonly<Record<string, string>> {
    const { repo, pickle, model } = plan;
    const isNamed = (field: 'convert.public' | 'convert.unsafe', name: string): boolean => fields[field]?.trim() === name;
    return {
        ...(repo.files > 0 && fields[CONVERT_FIELDS.add] !== 'add' && { [CONVERT_FIELDS.add]: lang.t('convert.form.add.needed') }),
        ...(asksPublic(plan) && !isNamed(CONVERT_FIELDS.public, repo.id) && { [CONVERT_FIELDS.public]: lang.t('convert.form.name.wrong', { name: repo.id }) }),
        ...(pickle && !isNamed(CONVERT_FIELDS.unsafe, model) && { [CONVERT_FIELDS.unsafe]: lang.t('convert.form.name.wrong', { name: model }) }),
    };
}
