import { language } from '../../ui/language';
import { unexpectedErrorView } from '../../ui/error-view';
import { guarded } from '../boundary';
import type { Ctx } from '../ctx';
import { buildCtx, randomId } from './build-ctx';
import type { ProcessState } from './process-state';
import type { EngineCall } from './call';
import { engineLog } from './log';
import { Speaker } from './speaker';

export interface EnterOptions {
    /** Nobody asked for this: what goes wrong is logged and shown to nobody. */
    readonly quiet?: boolean;
}

/** The way in for everything: builds the Ctx and runs the work inside the one error boundary. */
export async function enter(state: ProcessState, call: EngineCall, work: (ctx: Ctx) => Promise<void>, options: EnterOptions = {}): Promise<void> {
    let ctx: Ctx;
    try {
        ctx = await buildCtx(state, call);
    } catch (error) {
        await answerWithoutCtx(state, call, error, options);
        return;
    }
    await guarded(ctx, () => work(ctx), options);
}

/** Not even the Ctx could be built: the store or the settings can't be read. The user learns at least that much, in English. */
async function answerWithoutCtx(state: ProcessState, call: EngineCall, error: unknown, options: EnterOptions): Promise<void> {
    const reference = randomId(state.rand).slice(0, 8);
    engineLog(call.logger).error('No context could be built', { reference, error: error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error' });
    if (options.quiet) {
        return;
    }
    const speaker = new Speaker(call, { appId: state.appId, newId: () => randomId(state.rand), sender: () => state.workspace.appUser(call.read) });
    await speaker.whisper(unexpectedErrorView(reference, language('en')), true);
}
