import * as z from 'zod/mini';
import { HubError } from '../errors';
import type { Hub } from '../types';
import { TTL } from './ttl';

/** A user or an organisation of the Hub. */
export interface HubAccount {
    readonly kind: 'user' | 'org';
    /** As its owner spells it. */
    readonly name: string;
}

const userSchema = z.looseObject({ user: z.string() });
const orgSchema = z.looseObject({ name: z.string() });

/** The account of that name; undefined when there is none. Users and organisations share their names. One request, or two. */
export async function findAccount(hub: Hub, name: string): Promise<HubAccount | undefined> {
    const options = { ttlMs: TTL.facts, shared: true, anonymous: true } as const;
    const path = encodeURIComponent(name);
    const user = await unlessAbsent(hub.getJson(userSchema, `/api/users/${path}/overview`, options));
    if (user) {
        return { kind: 'user', name: user.value.user };
    }
    const org = await unlessAbsent(hub.getJson(orgSchema, `/api/organizations/${path}/overview`, options));
    return org && { kind: 'org', name: org.value.name };
}

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if (error instanceof HubError && error.status === 404) {
            return undefined;
        }
        throw error;
    }
}
