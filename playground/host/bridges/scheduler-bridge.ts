import { SchedulerBridge } from '@rocket.chat/apps-engine/server/bridges/SchedulerBridge';
import type { IOnetimeSchedule, IProcessor, IRecurringSchedule } from '@rocket.chat/apps-engine/definition/scheduler';
import type { JobRunner } from '../jobs/job-runner';

/** Jobs, as Rocket.Chat's app/apps/server/bridges/scheduler.ts hands them to Agenda. Ids arrive as `<processor>_<appId>`. */
export class WorkspaceSchedulerBridge extends SchedulerBridge {
    constructor(private readonly jobs: JobRunner) {
        super();
    }

    protected async registerProcessors(processors: IProcessor[], appId: string): Promise<void | string[]> {
        const started: string[] = [];
        for (const entry of processors) {
            // What the engine hands over is a wrapper that takes the job context alone.
            const wrapped = entry as unknown as { processor: (context: object) => Promise<void> };
            this.jobs.define(entry.id, wrapped.processor);
            const job = entry.startupSetting && (await this.startUp(entry.id, entry.startupSetting, appId));
            started.push(...(job ? [job] : []));
        }
        return started.length > 0 ? started : undefined;
    }

    protected async scheduleOnce({ id, when, data }: IOnetimeSchedule, appId: string): Promise<void | string> {
        return Promise.resolve(swallow(() => this.jobs.once(id, when, { ...data, appId })));
    }

    protected async scheduleRecurring({ id, interval, skipImmediate, data }: IRecurringSchedule, appId: string): Promise<void | string> {
        return Promise.resolve(swallow(() => this.jobs.every(id, interval, { data: { ...data, appId }, skipImmediate: skipImmediate ?? false })));
    }

    protected async cancelJob(jobId: string): Promise<void> {
        return Promise.resolve(this.jobs.cancel(jobId));
    }

    // The engine calls this one by name when an app is removed.
    override async cancelAllJobs(appId: string): Promise<void> {
        return Promise.resolve(this.jobs.cancelAll(appId));
    }

    private async startUp(id: string, setting: NonNullable<IProcessor['startupSetting']>, appId: string): Promise<void | string> {
        if ('interval' in setting) {
            return this.scheduleRecurring({ ...setting, id }, appId);
        }
        return this.jobs.hasOnce(id) ? undefined : this.scheduleOnce({ ...setting, id }, appId);
    }
}

/** The server logs an error while scheduling and answers nothing. */
function swallow(schedule: () => string): string | undefined {
    try {
        return schedule();
    } catch (error) {
        console.error('Scheduling a job failed', error);
        return undefined;
    }
}
