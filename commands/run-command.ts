import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { deliver } from '../context/deliver';
import { showPlaceholderLater } from '../context/placeholder';
import { COMMANDS } from './index';
import { helpFor } from './help';
import { parse, type Parsed } from './parse';
import { offerToRevoke, strayTokens } from './stray-token';

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
