import type { Ctx } from '../../context/ctx';
import { endpointHardware, HubError } from '../../services/hub';
import type { EnvironmentState, Lock } from '../../services/workflows/environment/catalogue';
import { hardwareId, type Environment } from '../../services/workflows/environment/environment';
import type { ShownEnvironment } from '../../ui/environment-view';

/** Today's prices by namespace and hardware; a namespace is missing when the caller's token may not read its prices. */
type Prices = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What people want to know of them: with prices, and with names in place of ids. */
export async function describeEnvironments(ctx: Ctx, states: readonly EnvironmentState[]): Promise<ShownEnvironment[]> {
    const prices = await pricesOf(ctx, states.map(({ environment }) => environment));
    return Promise.all(states.map(async ({ environment, lock }) => ({ ...withPrice(environment, prices), ...(lock && { lock: await withOwner(ctx, lock) }) })));
}

export async function describeEnvironment(ctx: Ctx, environment: Environment): Promise<ShownEnvironment> {
    return withPrice(environment, await pricesOf(ctx, [environment]));
}

function withPrice(environment: Environment, prices: Prices): ShownEnvironment {
    const { target } = environment;
    if (target.kind !== 'endpoint') {
        return { environment };
    }
    const offers = prices.get(target.namespace);
    return { environment, price: offers ? { known: true, perHour: offers.get(hardwareId(target.hardware)) } : { known: false } };
}

async function pricesOf(ctx: Ctx, environments: readonly Environment[]): Promise<Prices> {
    const namespaces = [...new Set(environments.flatMap(({ target }) => (target.kind === 'endpoint' ? [target.namespace] : [])))];
    const lists = await Promise.all(namespaces.map(async (namespace) => [namespace, await priceList(ctx, namespace)] as const));
    return new Map(lists.flatMap(([namespace, list]) => (list ? [[namespace, list] as const] : [])));
}

/** The list of environments is of use without prices. */
async function priceList({ hub }: Ctx, namespace: string): Promise<ReadonlyMap<string, number> | undefined> {
    try {
        return new Map((await endpointHardware(hub, namespace)).value.map((offer) => [hardwareId(offer), offer.pricePerHour]));
    } catch (error) {
        if (error instanceof HubError) {
            return undefined;
        }
        throw error;
    }
}

/** The owner's name is missing when they have left the workspace. */
async function withOwner({ workspace }: Ctx, lock: Lock): Promise<NonNullable<ShownEnvironment['lock']>> {
    const owner = (await workspace.userById(lock.by))?.username;
    return { reason: lock.reason, ...(owner !== undefined && { owner }), ...(lock.until !== undefined && { until: lock.until }) };
}
