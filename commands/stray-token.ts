import type { Ctx } from '../context/ctx';
import { recordLeak } from '../context/record-leak';
import { tokensIn } from '../services/hub';
import { strayTokenView } from '../ui/login-views';
import { meantWords } from './words';

/** More than one is a paste of something else; each costs the store some round trips. */
const MAX_TOKENS = 3;

/** The tokens in a command that has no use for one. Only `login` takes a token, and then nothing beside it. */
export function strayTokens(given: readonly string[]): string[] {
    const [command, ...rest] = meantWords(given);
    const isLogin = command?.toLowerCase() === 'login' && rest.length === 1 && !rest[0]?.startsWith('-');
    return isLogin ? [] : tokensIn(given.join(' '));
}

/**
 * In place of the command's answer, which would repeat the token or send it along in an address: the server has logged it
 * already, so it is kept, sealed, for its owner to revoke.
 */
export async function offerToRevoke(ctx: Ctx, tokens: readonly string[]): Promise<void> {
    for (const token of tokens.slice(0, MAX_TOKENS)) {
        const leak = await recordLeak(ctx.stores, { authorId: ctx.user.id, roomId: ctx.room.id, token });
        await ctx.whisper(strayTokenView(leak, ctx.lang));
    }
}
