import { allMonitors, lookAtMonitor, MONITOR_WORK, type MonitorTools } from './monitors';

/** Puts monitors on the due-list that are not there: whoever made one was killed before that. One round trip where there is no monitor, two where all is well. */
export async function planMonitors(tools: MonitorTools): Promise<void> {
    const ids = await allMonitors(tools);
    const waiting = ids.length > 0 ? await tools.stores.due.due(Number.MAX_SAFE_INTEGER) : [];
    const planned = new Set(waiting.flatMap(({ kind, subject }) => (kind === MONITOR_WORK ? [subject] : [])));
    for (const id of ids.filter((one) => !planned.has(one))) {
        await lookAtMonitor(tools, id);
    }
}
