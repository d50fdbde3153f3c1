import type { Ctx } from './ctx';

/** What answers later than this shows first that it is at work, milliseconds. */
const PLACEHOLDER_AFTER_MS = 700;

export interface Placeholder {
    /** No placeholder appears after this; one that is being sent is waited for, so that the answer comes after it. */
    settle(): Promise<void>;
    shown(): boolean;
}

/** Shows the user after a moment that their answer is being worked on; an answer that replaces takes its place. */
export function showPlaceholderLater(ctx: Ctx): Placeholder {
    let sending: Promise<void> | undefined;
    const timer = setTimeout(() => {
        // The answer matters more than the placeholder.
        sending = ctx.whisper({ text: ctx.lang.t('common.working') }, { replace: true }).catch(() => ctx.log.info('A placeholder could not be shown'));
    }, PLACEHOLDER_AFTER_MS);
    return {
        async settle() {
            clearTimeout(timer);
            await sending;
        },
        shown: () => sending !== undefined,
    };
}
