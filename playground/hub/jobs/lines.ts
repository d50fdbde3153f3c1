import type { LogLine } from '../streams/log-stream';
import type { Job } from './job';
import { jobStatus } from './job';

/** What the job's container has written up to a moment: its output is spread evenly over its run. */
export function jobLines(ordered: Job, now: number): LogLine[] {
    const { startedAt, finishedAt = Infinity, stage, message } = jobStatus(ordered, now);
    if (startedAt === undefined) {
        return [];
    }
    const { output, runSeconds } = ordered.fate;
    const step = (runSeconds * 1000) / (output.length + 1);
    const lines = output.map((text, index): LogLine => ({ at: Math.round(startedAt + (index + 1) * step), text })).filter(({ at }) => at <= Math.min(now, finishedAt));
    const end = stage === 'ERROR' && message !== null ? [{ at: finishedAt, text: message }] : [];
    return [{ at: startedAt, text: `===== Job started at ${new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')} =====` }, ...lines, ...end];
}
