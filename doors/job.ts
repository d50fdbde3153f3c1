import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { StartupType, type IJobContext, type IProcessor } from '@rocket.chat/apps-engine/definition/scheduler';
import { enterJob } from '../context/engine/enter-job';
import { tick } from '../handlers/tick';
import { work } from '../handlers/work';
import type { HfTeamFlowApp } from '../HfTeamFlowApp';

/** Five minutes of silence is what a due item that missed its wake-up costs at most. */
const TICK_INTERVAL = '1 minute';

/** The recurring job: picks up whatever is due and was not worked off by its own wake-up call. */
export class TickProcessor implements IProcessor {
    readonly id = 'tick';
    readonly startupSetting = { type: StartupType.RECURRING as const, interval: TICK_INTERVAL, skipImmediate: false };

    constructor(private readonly app: HfTeamFlowApp) {}

    // eslint-disable-next-line max-params
    async processor(_job: IJobContext, read: IRead, modify: IModify, http: IHttp, persistence: IPersistence): Promise<void> {
        await enterJob(this.app.state, { read, modify, http, persistence, logger: this.app.getLogger() }, tick);
    }
}

/** The one-time job: a wake-up call for the due-list. It carries nothing, so that nothing is lost with it. */
export class WorkProcessor implements IProcessor {
    readonly id = 'work';

    constructor(private readonly app: HfTeamFlowApp) {}

    // eslint-disable-next-line max-params
    async processor(_job: IJobContext, read: IRead, modify: IModify, http: IHttp, persistence: IPersistence): Promise<void> {
        await enterJob(this.app.state, { read, modify, http, persistence, logger: this.app.getLogger() }, work);
    }
}
