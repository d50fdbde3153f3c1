import * as z from 'zod/mini';
import { listSpaces, spaceHardware, type Hub, type Space } from '../../services/hub';
import { isNamespace } from '../../services/workflows/environment/environment';
import type { ShownSpace } from '../../ui/space-status-view';
import { describeSpace } from './describe-space';

const PAGE = 15;

/** Whose Spaces are listed, and from where on: travels in a button and comes back from the client, hence the bounds. */
export const spaceListState = z.object({
    /** Accounts whose Spaces are still to come, the current one first. */
    owners: z.array(z.string().check(z.refine(isNamespace))).check(z.minLength(1), z.maxLength(5)),
    /** Where the current one's go on. */
    cursor: z.optional(z.string().check(z.maxLength(4_000))),
});

export type SpaceListState = z.infer<typeof spaceListState>;

export interface SpacePage {
    readonly spaces: readonly ShownSpace[];
    readonly next?: SpaceListState | undefined;
    /** Of the oldest part, milliseconds. */
    readonly ageMs: number;
    readonly stale: boolean;
}

/** A page is filled from one account after the other: at most one request for each, and one for the prices. Throws HubError. */
export async function listSpacesOf(hub: Hub, { owners, cursor }: SpaceListState): Promise<SpacePage> {
    const { value: catalogue } = await spaceHardware(hub);
    const found: Space[] = [];
    let age = { ageMs: 0, stale: false };
    for (const [index, author] of owners.entries()) {
        const { value, ageMs, stale } = await listSpaces(hub, { author, sort: 'modified', limit: PAGE - found.length, ...(index === 0 && { cursor }) });
        found.push(...value.items);
        age = { ageMs: Math.max(age.ageMs, ageMs), stale: age.stale || stale };
        if (found.length >= PAGE) {
            return { spaces: found.map(shown), next: following(owners.slice(index), value.next), ...age };
        }
    }
    return { spaces: found.map(shown), ...age };

    function shown({ id, private: hidden, runtime }: Space): ShownSpace {
        return describeSpace({ id, private: hidden ?? false, runtime: runtime ?? { stage: '?' }, catalogue });
    }
}

/** The rest of the current account, or else the next one. */
function following([current = '', ...others]: readonly string[], cursor: string | undefined): SpaceListState | undefined {
    if (cursor !== undefined) {
        return { owners: [current, ...others], cursor };
    }
    return others.length > 0 ? { owners: others } : undefined;
}
