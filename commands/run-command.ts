import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { deliver } from '../context/deliver';
import { COMMANDS } from './index';
import { helpFor } from './help';
import { parse, type Parsed } from './parse';
import { offerToRevoke, strayTokens } from './stray-token';

/** A command that answers later than this shows first that it is at work, milliseconds. */
const PLACEHOLDER_AFTER_MS = 700;

/** Runs what was typed after `/hf`, and shows its answer. Errors go to the boundary. */
export async function runCommand(ctx: Ctx, words: readonly string[]): Promise<void> {
    const stray = strayTokens(words);
    if (stray.length > 0) {
        await offerToRevoke(ctx, stray);
        return;
    }
    const parsed = parse(words, COMMANDS);
    const placeholder = showPlaceholderLater(ctx);
    let result: Answer | undefined;
    try {
        result = await run(ctx, parsed);
    } finally {
        await placeholder.settle();
    }
    if (!result) {
        return;
    }
    const delivery = parsed.kind === 'run' ? parsed : { format: 'text', public: false };
    await deliver(ctx, result, delivery);
    if (delivery.public && placeholder.shown()) {
        await ctx.whisper({ text: ctx.lang.t('common.posted') }, { replace: true });
    }
}

function run(ctx: Ctx, parsed: Parsed): Promise<Answer | undefined> {
    if (parsed.kind === 'run') {
        return parsed.command.bind(parsed.raw, parsed.format)(ctx);
    }
    return Promise.resolve(answer(helpFor(parsed.command?.name ?? parsed.group, COMMANDS, ctx.lang)));
}

interface Placeholder {
    /** No placeholder appears after this; one that is being sent is waited for, so that the answer comes after it. */
    settle(): Promise<void>;
    shown(): boolean;
}

function showPlaceholderLater(ctx: Ctx): Placeholder {
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
