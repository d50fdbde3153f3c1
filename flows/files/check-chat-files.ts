import type { Ctx } from '../../context/ctx';
import { MAX_CHAT_FILE_BYTES, type ChatFile } from '../../context/files';
import { checkBytes, checkName, together, type Check, type FileCheck } from './check';

/** A handler may run for half a minute: what is not begun by then is judged by its name, milliseconds. */
const LOOK_WITHIN_MS = 15_000;

/** Looks into files of the chat, one after the other, because each lies in memory as a whole. Throws UserError. */
export async function checkChatFiles(ctx: Pick<Ctx, 'files' | 'clock'>, files: readonly ChatFile[]): Promise<Check> {
    const until = ctx.clock() + LOOK_WITHIN_MS;
    const checks: FileCheck[] = [];
    for (const file of files) {
        const looked = file.size <= MAX_CHAT_FILE_BYTES && ctx.clock() < until;
        checks.push(looked ? await checkBytes(file.name, await ctx.files.read(file)) : checkName(file.name));
    }
    return together(checks);
}
