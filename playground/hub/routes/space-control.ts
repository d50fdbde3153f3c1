import { z } from 'zod';
import { assertCanSpend } from '../accounts';
import { assertWritable, namespaceOf } from '../access';
import { HubFailure } from '../errors';
import type { Flavor, Repo, SpaceFacts } from '../model';
import { oneOf } from '../paging';
import type { Call, Route } from '../routing';
import { jsonBody, repoFor, route } from '../routing';
import { runtimeAt } from '../space-runtime';

interface Controlled {
    repo: Repo;
    space: SpaceFacts;
}

/** The Space that the path names, for who may write to it; static ones have nothing to control. */
function controlled(call: Call): Controlled {
    const repo = repoFor(call, 'space', 'description');
    assertWritable(call.caller, repo);
    if (!repo.space || repo.space.sdk === 'static') {
        throw new HubFailure(400, 'Static Spaces are always running and have no hardware.');
    }
    return { repo, space: repo.space };
}

const answer = (call: Call, { space }: Controlled): Response => Response.json(runtimeAt(space, call.state.now()));

function flavorOf({ state }: Call, name: string | null): Flavor | undefined {
    return state.flavors.find((flavor) => flavor.name === name && flavor.spaceHourUsd !== null);
}

/** Throws the 402 when the hardware costs something that the owner of the Space can't pay. */
function assertAffordable(call: Call, { id }: Repo, hardware: string | null): void {
    if ((flavorOf(call, hardware)?.spaceHourUsd ?? 0) > 0) {
        assertCanSpend(call.state, namespaceOf(id), 'This hardware');
    }
}

function restart(call: Call): Response {
    const target = controlled(call);
    assertAffordable(call, target.repo, target.space.runtime.hardware.requested);
    call.state.record({ kind: 'space-restarted', space: target.repo.id, factory: call.query.get('factory') === 'true' });
    return answer(call, target);
}

function pause(call: Call): Response {
    const target = controlled(call);
    call.state.record({ kind: 'space-paused', space: target.repo.id });
    return answer(call, target);
}

const seconds = z.int().min(-1);
/** -1 stands for never. */
const sleepOf = (value: number): number | null => (value === -1 ? null : value);

async function sleepTime(call: Call): Promise<Response> {
    const target = controlled(call);
    const body = await jsonBody(call, z.object({ seconds }));
    call.state.record({ kind: 'space-sleep-time', space: target.repo.id, sleepSeconds: sleepOf(body.seconds) });
    return answer(call, target);
}

const hardwareBody = z.object({ flavor: z.string(), sleepTimeSeconds: seconds.optional() });

async function hardware(call: Call): Promise<Response> {
    const target = controlled(call);
    const { flavor, sleepTimeSeconds } = await jsonBody(call, hardwareBody);
    oneOf(flavor, call.state.flavors.filter(({ spaceHourUsd }) => spaceHourUsd !== null).map(({ name }) => name), 'flavor');
    if (flavor.startsWith('zero') && target.space.sdk !== 'gradio') {
        throw new HubFailure(400, 'ZeroGPU is available for Gradio Spaces only.');
    }
    assertAffordable(call, target.repo, flavor);
    call.state.record({ kind: 'space-hardware', space: target.repo.id, flavor, ...(sleepTimeSeconds !== undefined && { sleepSeconds: sleepOf(sleepTimeSeconds) }) });
    return answer(call, target);
}

const devModeBody = z.object({ enabled: z.boolean() });

/** Whether the account has a plan: PRO for users, Team or better for organisations. */
function hasPlan({ state }: Call, account: string): boolean {
    return state.users.get(account)?.isPro === true || state.orgs.get(account)?.plan !== undefined;
}

async function devMode(call: Call): Promise<Response> {
    const target = controlled(call);
    const { enabled } = await jsonBody(call, devModeBody);
    if (enabled && !hasPlan(call, namespaceOf(target.repo.id))) {
        throw new HubFailure(402, 'Dev Mode is available to PRO users and to Team or Enterprise organizations.');
    }
    call.state.record({ kind: 'space-dev-mode', space: target.repo.id, enabled });
    return answer(call, target);
}

const BASE = '/api/spaces/:namespace/:name';

export const spaceControlRoutes: Route[] = [
    route('POST', `${BASE}/restart`, restart),
    route('POST', `${BASE}/pause`, pause),
    route('POST', `${BASE}/sleeptime`, sleepTime),
    route('POST', `${BASE}/hardware`, hardware),
    route('POST', `${BASE}/dev-mode`, devMode),
];
