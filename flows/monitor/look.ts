import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { within } from '../../context/within';
import { HubError, isPassing, repoHead, spaceLogs, spaceMetrics, spaceRuntime, stageGroup, type Hub, type SpaceRuntime } from '../../services/hub';
import { errorLines } from '../../services/logs/error-lines';
import { terminalLines } from '../../services/logs/terminal-lines';
import { maskSecrets } from '../../services/safety';
import { type Alert, LOAD_ALERTS, type Sample } from '../../services/workflows/monitor';
import { observeState } from '../watching/observe';
import type { Memory, Trouble } from './monitor-record';
import type { Monitor } from './monitors';

/** What is read at Hugging Face may take so long, milliseconds: a job has other monitors to look after. */
const PATIENCE_MS = 6000;
/** After the last line that is there already, a log is silent. */
const LOG_IDLE_MS = 1000;
/** Lines of a log that are looked through at a time. */
const LOG_TAIL = 200;
/** What is kept of a line. */
const ERROR_LIMIT = 200;

/** What one look came to. */
export interface Look {
    /** Missing when nothing can be seen until somebody does something. */
    readonly sample?: Sample;
    readonly trouble?: Trouble;
    /** Hugging Face takes no more requests before this, milliseconds since 1970. */
    readonly reopensAt?: number | undefined;
    readonly log?: Pick<Memory, 'logReadTo' | 'lastError'>;
}

/** One look at the Space as the monitor's maker, at what its alerts need. `public`: everybody may read what is told of it. */
export async function lookAtSpace(job: JobCtx, monitor: Monitor, { now, public: everybody }: { readonly now: number; readonly public: boolean }): Promise<Look> {
    const maker = await job.as({ userId: monitor.by, roomId: monitor.wish.roomId });
    if (!maker) {
        return { trouble: 'maker-gone' };
    }
    if ((await maker.hub.identity()) === undefined) {
        return { trouble: 'signed-out' };
    }
    try {
        const { space, shown = false } = monitor.wish;
        const runtime = await within(PATIENCE_MS, async () => (everybody && !shown && (await isPrivate(maker.hub, space)) ? undefined : (await spaceRuntime(maker.hub, space, { fresh: true })).value));
        if (!runtime.inTime) {
            return { trouble: 'silent', sample: { at: now } };
        }
        return runtime.value ? await lookInside(maker, monitor, { runtime: runtime.value, now }) : { trouble: 'private' };
    } catch (error) {
        return failed(error, now);
    }
}

/** It may have become so since the monitor was made. */
const isPrivate = async (hub: Hub, id: string): Promise<boolean> => (await repoHead(hub, { type: 'space', id })).private !== false;

function failed(error: unknown, now: number): Look {
    const trouble = error instanceof HubError ? troubleOf(error) : undefined;
    if (!trouble) {
        throw error;
    }
    return { trouble, ...(trouble === 'silent' && { sample: { at: now } }), reopensAt: error instanceof HubError ? error.reopensAt : undefined };
}

function troubleOf({ kind }: HubError): Trouble {
    switch (kind) {
        case 'unauthorized':
        case 'token-expired':
            return 'signed-out';
        case 'forbidden':
        case 'missing-scope':
        case 'gated':
        case 'disabled':
            return 'no-rights';
        case 'not-found-or-private':
        case 'repo-not-found':
        case 'not-found':
            return 'space-gone';
        default:
            return 'silent';
    }
}

/** Load and log are there for a Space that runs; one that failed has left its last words. */
async function lookInside(maker: Ctx, monitor: Monitor, { runtime, now }: { readonly runtime: SpaceRuntime; readonly now: number }): Promise<Look> {
    const { wish: { space, alerts }, memory } = monitor;
    const { stage } = runtime;
    if (stage !== memory?.history.samples.at(-1)?.stage) {
        await observeState(maker, { type: 'space', id: space }, { type: 'stage', data: { stage, ...(runtime.errorMessage && { message: maskSecrets(runtime.errorMessage).slice(0, ERROR_LIMIT) }) } });
    }
    const group = stageGroup(stage);
    const sample: Sample = { at: now, stage, group };
    if (maker.runtime.carrier.path() === 'workspace' && alerts.some((alert) => alert !== 'stage')) {
        return { sample: { ...sample, streamless: true } };
    }
    const [load, log] = await Promise.all([
        group === 'up' && alerts.some(isLoad) ? loadOf(maker, space) : undefined,
        (group === 'up' || group === 'failed') && alerts.includes('error') ? errorsOf(maker, monitor) : undefined,
    ]);
    return { sample: { ...sample, ...load, errors: log?.errors }, log: log && { logReadTo: log.logReadTo, lastError: log.lastError } };
}

const isLoad = (alert: Alert): boolean => LOAD_ALERTS.some((load) => load === alert);

async function loadOf({ hub }: Ctx, space: string): Promise<Pick<Sample, 'cpu' | 'memory'> | undefined> {
    const answer = await unlessPassing(spaceMetrics(hub, space, { deadlineMs: PATIENCE_MS }));
    const { cpuPercent, memoryUsedBytes, memoryTotalBytes } = answer?.usage ?? {};
    return { cpu: percent(cpuPercent), memory: percent(memoryUsedBytes === undefined || !memoryTotalBytes ? undefined : (memoryUsedBytes / memoryTotalBytes) * 100) };
}

/** With one digit; nothing for what is no load. */
const percent = (value: number | undefined): number | undefined => (value === undefined || !(value >= 0 && value <= 100) ? undefined : Math.round(value * 10) / 10);

/** The errors among the lines that came since the look before. What stands before them is read as well: a traceback has many lines. */
async function errorsOf({ hub }: Ctx, { wish, madeAt, memory }: Monitor): Promise<Required<Pick<Sample, 'errors'>> & Look['log'] | undefined> {
    const answer = await unlessPassing(spaceLogs(hub, wish.space, { kind: 'run', tail: LOG_TAIL, deadlineMs: PATIENCE_MS, idleMs: LOG_IDLE_MS }));
    if (!answer || answer.ended === 'cannot-stream') {
        return undefined;
    }
    const readTo = memory?.logReadTo ?? madeAt;
    const lines = answer.lines.flatMap(({ text, timestamp }) => terminalLines(text).map((line) => ({ text: line, at: Date.parse(timestamp) })));
    const fresh = errorLines(lines.map(({ text }) => text)).flatMap(({ index, text }) => {
        const at = lines[index]?.at ?? NaN;
        return at > readTo ? [{ at, text: maskSecrets(text).slice(0, ERROR_LIMIT) }] : [];
    });
    return { errors: fresh.length, logReadTo: lines.reduce((newest, { at }) => (at > newest ? at : newest), readTo), lastError: fresh.at(-1) ?? memory?.lastError };
}

/** A stream that does not answer just now is a value that is not known; a refusal is told. */
async function unlessPassing<T>(reading: Promise<T>): Promise<T | undefined> {
    try {
        return await reading;
    } catch (error) {
        if (isPassing(error)) {
            return undefined;
        }
        throw error;
    }
}
