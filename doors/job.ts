import type { IHttp, ILogger, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { StartupType, type IJobContext, type IProcessor } from '@rocket.chat/apps-engine/definition/scheduler';
import { WORK_PROCESSOR } from '../context/engine/build-ctx';
import { enterJob } from '../context/engine/enter-job';
import type { JobCtx } from '../context/job-ctx';
import { tick } from '../handlers/tick';
import { work } from '../handlers/work';
import type { AppDoor } from './app-door';

/** A minute is what a due item that missed its wake-up call waits at most. */
const TICK_INTERVAL = '1 minute';

/**
 * `tick`, the recurring job, picks up whatever is due and was not worked off by its own wake-up call. `work`, the one-time
 * job, is such a wake-up call: it carries nothing, so that nothing is lost with it.
 */
export function processors(app: AppDoor): IProcessor[] {
    return [
        { id: 'tick', startupSetting: { type: StartupType.RECURRING, interval: TICK_INTERVAL, skipImmediate: false }, processor: processor(app, tick) },
        { id: WORK_PROCESSOR, processor: processor(app, work) },
    ];
}

/** The engine calls processors with an app as `this` whose logger belongs to the request; ours would write into a closed log. */
function processor(app: AppDoor, run: (ctx: JobCtx) => Promise<void>): IProcessor['processor'] {
    // eslint-disable-next-line max-params
    return async function (this: unknown, _job: IJobContext, read: IRead, modify: IModify, http: IHttp, persistence: IPersistence): Promise<void> {
        const logger = hasLogger(this) ? this.getLogger() : app.getLogger();
        await enterJob(app.state, { read, modify, http, persistence, logger }, run);
    };
}

function hasLogger(value: unknown): value is { getLogger(): ILogger } {
    return typeof value === 'object' && value !== null && 'getLogger' in value;
}
