import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { joined } from '../../persistence';
import type { SpaceLogKind } from '../../services/hub';
import { FOLLOW_MS } from './follow';

/** So many logs are followed in a room at a time. */
export const MAX_FOLLOWS = 3;

/** A follow that did not come to take itself off the list counts no more after this, milliseconds: a dead server's claim held it up at most. */
const SLACK_MS = 3 * 60_000;

const listedSchema = z.object({ space: z.string(), kind: z.enum(['run', 'build']) });

export interface ListedFollow {
    readonly id: string;
    readonly space: string;
    readonly kind: SpaceLogKind;
}

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
    readonly clock: () => number;
}

const subjectOf = (roomId: string): string => joined('log-follows', roomId);

/** What is followed in the room now, oldest first. One round trip. */
export async function followsIn({ stores, clock }: Tools, roomId: string): Promise<ListedFollow[]> {
    const since = clock() - FOLLOW_MS - SLACK_MS;
    return (await stores.ledger.read(subjectOf(roomId))).flatMap(({ id, at, data }) => {
        const listed = listedSchema.safeParse(data);
        return listed.success && at > since ? [{ id, ...listed.data }] : [];
    });
}

export async function listFollow({ stores }: Tools, roomId: string, { id, ...data }: ListedFollow): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(roomId), type: 'opened', id, data });
}

/** Takes a follow off the list, and those that nobody took off. */
export async function unlistFollow({ stores, clock }: Tools, roomId: string, id: string): Promise<void> {
    const since = clock() - FOLLOW_MS - SLACK_MS;
    await stores.ledger.compact(subjectOf(roomId), (facts) => facts.filter((fact) => fact.id !== id && fact.at > since));
}
