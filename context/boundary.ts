import { HubError } from '../services/hub';
import { hubErrorView, unexpectedErrorView, userErrorView, userQuestionView } from '../ui/error-view';
import type { View } from '../ui/view';
import type { Ctx, Log } from './ctx';
import { UserError, UserQuestion } from './user-error';

/**
 * The one place where errors end. Whatever is thrown below becomes an answer for the user and, unless it is the user's to
 * mend, one line in the app's log under the same reference.
 */
export async function guarded(ctx: Ctx, work: () => Promise<void>, options: { readonly quiet?: boolean } = {}): Promise<void> {
    try {
        await work();
    } catch (error) {
        const view = await failureView(ctx, error);
        if (!options.quiet) {
            await ctx.whisper(view, { replace: true });
        }
    }
}

async function failureView(ctx: Ctx, error: unknown): Promise<View> {
    if (error instanceof UserQuestion) {
        return userQuestionView(error, ctx.lang);
    }
    if (error instanceof UserError) {
        return userErrorView(error.sentence, error.steps, ctx.lang);
    }
    const reference = ctx.newId().slice(0, 8);
    logFailure(ctx.log, error, reference);
    if (error instanceof HubError) {
        const signedIn = (await ctx.hub.identity().catch(() => undefined)) !== undefined;
        return hubErrorView(error.facts, { lang: ctx.lang, now: ctx.clock(), reference, signedIn, hubUrl: ctx.settings.hubUrl });
    }
    return unexpectedErrorView(reference, ctx.lang);
}

/** One line for whoever reads the app's log. */
export function logFailure(log: Log, error: unknown, reference: string): void {
    if (error instanceof HubError) {
        log.error('Hugging Face call failed', { reference, kind: error.kind, target: error.facts.target, status: error.status, request: error.requestId });
        return;
    }
    log.error('Unexpected error', { reference, error: error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error', at: thrownAt(error) });
}

/** Where it was thrown: the first place the stack names. */
function thrownAt(error: unknown): string | undefined {
    return error instanceof Error ? error.stack?.split('\n').find((line) => line.includes(' at '))?.trim() : undefined;
}
