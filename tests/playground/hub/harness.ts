import { afterAll, beforeAll, expect } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import type { HubOptions, HubServer } from '../../../playground/hub/server';
import { startHub } from '../../../playground/hub/server';

/** One stand-in Hub for the tests of a file. At the end it must have seen nothing forbidden. */
export function useHub(options: HubOptions = {}): () => HubServer {
    let hub: HubServer | undefined;
    beforeAll(async () => {
        hub = await startHub(options);
    });
    afterAll(async () => {
        await hub?.stop();
        expect(hub?.violations).toEqual([]);
    });
    return () => {
        if (!hub) {
            throw new Error('The stand-in Hub is not running yet.');
        }
        return hub;
    };
}

export const as = (name: string): { headers: Record<string, string> } => ({ headers: { Authorization: `Bearer ${fakeToken(name)}` } });

export interface Answer {
    status: number;
    headers: Headers;
    text: string;
    json: () => unknown;
}

/** A plain request that follows no redirect. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(url, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown };
}

export const postJson = (body: unknown, init: RequestInit = {}): RequestInit =>
    ({ method: 'POST', body: JSON.stringify(body), ...init, headers: { 'Content-Type': 'application/json', ...init.headers } });

/** The ids of a list answer. */
export function idsOf(value: unknown): string[] {
    if (!Array.isArray(value)) {
        throw new Error('Not a list.');
    }
    return value.map((item: { id: string }) => item.id);
}

/** Address of the next page, from the `Link` header. */
export const nextOf = (answer: Answer): string | undefined => /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
