import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../services/deployment/targets';
import { useSite } from './site';

const site = useSite();

const order = (kind: 'branch' | 'tag', ref: string): Order => ({ target: { kind, ref }, repo: 'acme/bert-prod', sha: site().head });
const tagOf = (name: string): string | undefined => site().server.state.findRepo('model', 'acme/bert-prod')?.gitTags.get(name);

describe('a tag that is elsewhere', () => {
    it('is made even when another server deleted it first', async () => {
        site().server.faults.add({ match: 'DELETE *', times: 1, fault: { status: 404, headers: { 'X-Error-Code': 'RevisionNotFound' } } });
        expect(await site().step(order('tag', 'v1.0'))).toMatchObject({ state: 'going', memo: { conflicts: 1 } });
        expect(await site().run(order('tag', 'v1.0'))).toMatchObject({ state: 'live' });
        expect(tagOf('v1.0')).toBe(site().head);
    });

    it('stays where it is when it can\'t be deleted', async () => {
        site().server.faults.add({ match: 'DELETE *', fault: { status: 403, body: { error: 'This tag is protected' } } });
        expect(await site().step(order('tag', 'v1.0'))).toEqual({ state: 'failed', reason: 'forbidden', words: 'This tag is protected', retryable: true });
        expect(tagOf('v1.0')).toBe(site().older);
    });

    it('stays where it is when there is no such commit', async () => {
        expect(await site().step({ ...order('tag', 'v1.0'), sha: 'f'.repeat(40) })).toMatchObject({ state: 'failed', reason: 'not-found' });
        expect([tagOf('v1.0'), site().writes]).toEqual([site().older, []]);
    });

    it('is made when deleting it worked and making it did not', async () => {
        site().server.faults.add({ match: 'POST *', times: 1, fault: { status: 503 } });
        await expect(site().step(order('tag', 'v1.0'))).rejects.toMatchObject({ kind: 'unavailable' });
        expect(tagOf('v1.0')).toBeUndefined();
        expect(await site().run(order('tag', 'v1.0'))).toMatchObject({ state: 'live' });
        expect(tagOf('v1.0')).toBe(site().head);
    });
});

describe('a branch', () => {
    it('that is there already costs one look', async () => {
        expect(await site().run(order('branch', 'main'))).toMatchObject({ state: 'live', stage: 'ready' });
        expect(site().server.requests).toHaveLength(1);
    });

    it('main moves by commits only', async () => {
        expect(await site().run({ ...order('branch', 'main'), sha: site().older })).toMatchObject({ state: 'failed', reason: 'forbidden', words: expect.stringContaining('main') as string });
    });

    it('is no tag of the same name', async () => {
        expect(await site().run(order('branch', 'v1.0'))).toMatchObject({ state: 'live' });
        expect(tagOf('v1.0')).toBe(site().older);
    });
});
