import { runCommand } from '../../commands/run-command';
import { interact } from '../../handlers/interact';
import type { View } from '../../ui/view';
import type { TestCtx, TestCtxOptions, TestWorkspace } from './test-ctx';
import { lastWhisper } from './views';

/** Types `/hf <line>` and returns what the caller sees. Words with blanks stand in straight quotes. */
export async function type(workspace: TestWorkspace, line: string, options?: TestCtxOptions): Promise<View> {
    const ctx = workspace.ctx(options);
    await runCommand(ctx, wordsOf(line));
    return lastWhisper(ctx);
}

/** The data of `--format json`, wherever it stands. */
export async function typeJson(workspace: TestWorkspace, line: string, options?: TestCtxOptions): Promise<unknown> {
    const view = await type(workspace, `${line} --format json`, options);
    const block = view.text === '' ? (view.attachments?.[0]?.text ?? '') : view.text;
    return JSON.parse(block.replace(/^```json\n|\n```$/g, ''));
}

/** Clicks a button or chooses in a select, as the client would send it. */
export async function click(workspace: TestWorkspace, element: { readonly actionId: string; readonly value?: string }, options?: TestCtxOptions): Promise<TestCtx> {
    const ctx = workspace.ctx(options);
    await interact(ctx, { actionId: element.actionId, value: element.value });
    return ctx;
}

function wordsOf(line: string): string[] {
    return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}
