import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { describeSpace } from '../flows/space/describe-space';
import { listSpacesOf, type SpaceListState } from '../flows/space/list-spaces';
import { flavorOf, pricePerHour, spaceNow, type SpaceNow } from '../flows/space/space-now';
import { spaceSecrets, spaceVariables } from '../services/hub';
import { maskSecrets } from '../services/safety';
import { spaceHardwareView } from '../ui/space-hardware-view';
import { spaceListView } from '../ui/space-list-view';
import { spaceSecretsView, spaceVariablesView } from '../ui/space-settings-view';
import { spaceStatusView, type ShownSpace } from '../ui/space-status-view';

const readerOf = (ctx: Ctx) => ({ lang: ctx.lang, hubUrl: ctx.settings.hubUrl, now: ctx.clock() });

/** How one Space runs at this moment. */
export async function spaceStatusAnswer(ctx: Ctx, space: string): Promise<Answer> {
    const shown = describeSpace(await spaceNow(ctx, space));
    return { ...answer(spaceStatusView(shown, readerOf(ctx)), spaceData(shown)), ...discreet(shown) };
}

/** A page of somebody's Spaces. */
export async function spaceListAnswer(ctx: Ctx, state: SpaceListState): Promise<Answer> {
    const { spaces, next, ageMs, stale } = await listSpacesOf(ctx.hub, state);
    const view = spaceListView({ owners: state.owners, spaces, next: next && JSON.stringify(next), ageMs, stale }, readerOf(ctx));
    return { ...answer(view, { spaces: spaces.map(spaceData), hasMore: next !== undefined, ageMs, stale }), ...discreet(spaces.find((space) => space.private)) };
}

/** What the Space could run on, at today's prices. */
export async function spaceHardwareAnswer(ctx: Ctx, id: string, sleepSeconds?: number | null): Promise<Answer> {
    const now = await spaceNow(ctx, id);
    if (now.static) {
        throw new UserError({ key: 'space.static', values: { space: now.id } });
    }
    const offered = offeredTo(now);
    const view = spaceHardwareView({ space: now.id, hubUrl: ctx.settings.hubUrl, offered, sleepSeconds }, ctx.lang);
    return { ...answer(view, { space: now.id, hardware: offered.map(({ perHour = null, ...one }) => ({ ...one, perHour })) }), ...discreet(now) };
}

/** How a private Space is concerns nobody who may not see it. */
const discreet = (space: Pick<ShownSpace, 'id' | 'private'> | undefined): Pick<Answer, 'notPublic'> => (space?.private ? { notPublic: { key: 'space.not_public', values: { space: space.id } } } : {});

const offeredTo = (now: SpaceNow) => now.catalogue.map(({ name, prettyName }) => ({ flavor: name, name: prettyName, perHour: pricePerHour(now, name), current: name === flavorOf(now.runtime) }));

/** Names and dates. Throws HubError for who may not write to the Space. */
export async function spaceSecretsAnswer(ctx: Ctx, space: string): Promise<Answer> {
    const { value } = await spaceSecrets(ctx.hub, space);
    const settings = Object.values(value).map(({ key, updatedAt }) => ({ key, updatedAt: timeOf(updatedAt) }));
    return answer(spaceSecretsView({ space, hubUrl: ctx.settings.hubUrl, settings }, readerOf(ctx)), { space, secrets: Object.values(value).map(({ key, updatedAt = null }) => ({ key, updatedAt })) });
}

/** With their values, as far as these are no secrets themselves. Throws HubError for who may not write to the Space. */
export async function spaceVariablesAnswer(ctx: Ctx, space: string): Promise<Answer> {
    const { value: found } = await spaceVariables(ctx.hub, space);
    const variables = Object.values(found).map(({ key, value, updatedAt = null }) => ({ key, value: maskSecrets(value), updatedAt }));
    const settings = variables.map(({ updatedAt, ...rest }) => ({ ...rest, updatedAt: timeOf(updatedAt) }));
    return answer(spaceVariablesView({ space, hubUrl: ctx.settings.hubUrl, settings }, readerOf(ctx)), { space, variables });
}

/** For `--format json`: prices and times that do not hold are null. */
function spaceData({ group, words, hardware, perHour, sleepSeconds, ...space }: ShownSpace): object {
    return { ...space, state: group, errorMessage: words ?? null, hardware: hardware?.flavor ?? null, perHourUsd: perHour ?? null, sleepSeconds: sleepSeconds ?? null };
}

function timeOf(iso: string | null | undefined): number | undefined {
    const at = iso ? Date.parse(iso) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
}
