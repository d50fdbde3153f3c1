import { restartSpace, setSpaceVariable, spaceRuntime, spaceVariables, stageGroup, type SpaceRuntime } from '../../hub';
import type { Target } from '../../workflows/environment/environment';
import { failed } from './failure';
import { isSettled, isUntouched, overwritten } from './settling';
import type { Going, Look, Memo, Seen, Step } from './step';

export type SpaceTarget = Extract<Target, { kind: 'space' }>;

const PAUSE_MS = 5_000;

/** Starts with the next visit, and then with its variables as they are. */
const SLEEPING = 'SLEEPING';

/** Whether whoever visits the Space gets its newest version: it is up, or wakes for them. */
export const answers = ({ stage }: SpaceRuntime): boolean => stageGroup(stage) === 'up' || stage === SLEEPING;

/**
 * Setting the variable starts the Space anew; one that failed with it already is started once more. A paused one is left alone
 * and ends as `paused`: its owner stopped it, and nothing else wakes it. The Hub's log of a Space is a stream that stays open, so
 * what it says about a failure is the runtime's message.
 */
export async function seeSpace(look: Look<SpaceTarget>): Promise<Seen> {
    const { hub, target, order, memo, now } = look;
    const [{ value: variables }, { value: runtime }] = await Promise.all([spaceVariables(hub, target.space), spaceRuntime(hub, target.space, { fresh: true })]);
    const { stage } = runtime;
    if (stageGroup(stage) === 'stopped' && stage !== SLEEPING) {
        return failed('paused', { stage });
    }
    const variable = variables[target.variable];
    if (variable?.value !== order.sha) {
        return isUntouched(memo) ? { state: 'due', stage, write: () => set(look, stage) } : overwritten(look, going(memo, stage));
    }
    if (answers(runtime)) {
        return isSettled(memo, now, variable.updatedAt) ? { state: 'live', stage, ...urlOf(runtime) } : going(memo, stage);
    }
    if (stageGroup(stage) !== 'failed') {
        return going({ ...memo, moved: true }, stage);
    }
    if (isUntouched(memo)) {
        return { state: 'due', stage, write: () => restart(look) };
    }
    return isSettled(memo, now) ? failed('failed-state', { stage, words: runtime.errorMessage }) : going(memo, stage);
}

const going = (memo: Memo, stage: string): Going => ({ state: 'going', memo, stage, pauseMs: PAUSE_MS });

/** The answer is the list of variables, without a stage: the one from before is told until the next look. */
async function set({ hub, target, order, memo, now }: Look<SpaceTarget>, stage: string): Promise<Step> {
    await setSpaceVariable(hub, target.space, { key: target.variable, value: order.sha });
    return going({ ...memo, changedAt: now }, stage);
}

async function restart({ hub, target, memo, now }: Look<SpaceTarget>): Promise<Step> {
    const { stage } = await restartSpace(hub, target.space);
    return going({ ...memo, changedAt: now, ...(stageGroup(stage) === 'moving' && { moved: true }) }, stage);
}

function urlOf({ domains }: SpaceRuntime): { url?: string } {
    const domain = domains?.[0]?.domain;
    return domain === undefined ? {} : { url: `https://${domain}` };
}
