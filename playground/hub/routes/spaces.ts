import type { Flavor } from '../model';
import type { Call, Route } from '../routing';
import { repoFor, route } from '../routing';
import { runtimeAt } from '../space-runtime';

const MICRO = 1_000_000;

/** Prices are per minute, in dollars and in millionths of one. */
function priced({ name, prettyName, cpu, ram, accelerator }: Flavor, hourUsd: number): Record<string, unknown> {
    const unitCostMicroUSD = Math.round((hourUsd * MICRO) / 60);
    return { name, prettyName, cpu, ram, accelerator, unitCostMicroUSD, unitCostUSD: unitCostMicroUSD / MICRO, unitLabel: 'minute' };
}

const spaceHardware = ({ state }: Call): Response =>
    Response.json(state.flavors.flatMap((flavor) => (flavor.spaceHourUsd === null ? [] : [priced(flavor, flavor.spaceHourUsd)])));

const jobHardware = ({ state }: Call): Response =>
    Response.json(state.flavors.flatMap((flavor) => (flavor.jobHourUsd === null ? [] : [{ ...priced(flavor, flavor.jobHourUsd), ephemeralStorage: flavor.ephemeralStorage }])));

function runtime(call: Call): Response {
    const { space } = repoFor(call, 'space', 'description');
    return Response.json(space && runtimeAt(space, call.state.now()));
}

export const spaceRoutes: Route[] = [
    route('GET', '/api/spaces/hardware', spaceHardware),
    route('GET', '/api/jobs/hardware', jobHardware),
    route('GET', '/api/spaces/:namespace/:name/runtime', runtime),
];
