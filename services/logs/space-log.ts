import { pagePath, spaceInfo, spaceLogs, spaceRuntime, stageGroup, type Clock, type Hub, type SpaceLogKind, type StageGroup, type StreamEnd } from '../hub';
import { maskSecrets } from '../safety';
import { errorLines, type LogError } from './error-lines';
import { readableLines, type ReadableLine } from './readable-lines';

/** A Space, as far as its log needs it. */
export interface LoggedSpace {
    /** As the Hub spells it. */
    readonly id: string;
    /** Its page. */
    readonly url: string;
    /** Not everybody may see it. */
    readonly private: boolean;
    /** Only files: nothing runs there, so nothing is logged. */
    readonly static: boolean;
    readonly stage: string;
    readonly stageGroup: StageGroup;
    /** What the Hub says of a failure, without secrets. */
    readonly errorMessage: string | undefined;
}

/** The newest lines of a Space's log. */
export interface SpaceLog {
    readonly space: LoggedSpace;
    readonly kind: SpaceLogKind;
    readonly lines: readonly ReadableLine[];
    readonly errors: readonly LogError[];
    /** Whether the log could be read: not where nothing streams, and not where Hugging Face wants to know who asks. */
    readonly state: 'read' | 'cannot-stream' | 'sign-in';
}

/** The kept lines come at once; so long without another one, and those were all. Milliseconds. */
const IDLE_MS = 1_500;
const DEADLINE_MS = 8_000;

/** What has to be known of a Space before its log is read. Throws HubError. */
export async function loggedSpace(hub: Hub, id: string): Promise<LoggedSpace> {
    const [{ value: info }, { value: runtime }] = await Promise.all([spaceInfo(hub, { id }), spaceRuntime(hub, id)]);
    return {
        id: info.id,
        url: new URL(pagePath({ type: 'space', id: info.id }), hub.urls.hub).href,
        private: info.private !== false,
        static: info.sdk === 'static',
        stage: runtime.stage,
        stageGroup: stageGroup(runtime.stage),
        errorMessage: typeof runtime.errorMessage === 'string' ? maskSecrets(runtime.errorMessage) : undefined,
    };
}

/** Reads the last `tail` lines. Throws the HubError of a Hub that refuses. */
export async function spaceLog(hub: Hub, id: string, { kind, tail, clock }: { readonly kind: SpaceLogKind; readonly tail: number; readonly clock?: Clock }): Promise<SpaceLog> {
    const space = await loggedSpace(hub, id);
    const none = { space, kind, lines: [], errors: [] };
    if (space.static) {
        return { ...none, state: 'read' };
    }
    if ((await hub.identity()) === undefined) {
        return { ...none, state: 'sign-in' };
    }
    const read = await spaceLogs(hub, space.id, { kind, tail, maxEvents: tail, idleMs: IDLE_MS, deadlineMs: DEADLINE_MS, ...(clock && { clock }) });
    const lines = readableLines(read.lines).slice(-tail);
    return { space, kind, lines, errors: errorLines(lines.map(({ text }) => text)), state: stateOf(read.ended) };
}

const stateOf = (ended: StreamEnd): SpaceLog['state'] => (ended === 'cannot-stream' ? 'cannot-stream' : 'read');
