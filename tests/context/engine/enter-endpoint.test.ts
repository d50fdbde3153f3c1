import type { ILogger, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { describe, expect, it } from 'vitest';
import { enterEndpoint, type EndpointCall } from '../../../context/engine/enter-endpoint';
import { createProcessState } from '../../../context/engine/process-state';
import type { EndpointAnswer, EndpointCtx } from '../../../context/endpoint-ctx';

const ALWAYS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** A server of which only the environment can be read, and what is logged there. */
function aCall(user: Partial<IUser> | undefined): { readonly call: EndpointCall; readonly logged: string[] } {
    const logged: string[] = [];
    const read: Partial<IRead> = {
        getPersistenceReader: () => ({}) as never,
        getEnvironmentReader: () => ({ getEnvironmentVariables: () => ({ getValueByName: () => Promise.resolve(undefined) }) }) as never,
    };
    const logger = { error: (line: string) => void logged.push(line) } as Partial<ILogger> as ILogger;
    return { call: { read: read as IRead, persistence: {} as never, logger, user: user as IUser | undefined }, logged };
}

const entered = (call: EndpointCall, work: (ctx: EndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> => enterEndpoint(createProcessState({ id: 'app', version: '1.0.0' }), call, work);

describe('a request to an endpoint', () => {
    it('gets who is logged in, and an answer that nothing keeps', async () => {
        const { call } = aCall({ id: 'u-alice', username: 'alice', roles: ['user'] });
        const answer = await entered(call, ({ user }) => Promise.resolve({ status: 200, headers: { 'X-Own': 'a' }, content: user.username }));
        expect(answer).toEqual({ status: 200, headers: { 'X-Own': 'a', ...ALWAYS }, content: 'alice' });
    });

    it('is refused without a login', async () => {
        expect(await entered(aCall(undefined).call, () => Promise.reject(new Error('not to be called')))).toMatchObject({ status: 401, headers: ALWAYS });
    });

    it('learns no more of an error than its reference, under which the log has it once', async () => {
        const { call, logged } = aCall({ id: 'u-alice', username: 'alice' });
        const { status, headers, content } = await entered(call, () => Promise.reject(new Error('the store is in Utrecht')));
        expect([status, headers]).toEqual([500, ALWAYS]);
        const { reference } = content as Record<string, string>;
        expect(reference).toMatch(/^\w{8}$/);
        expect(JSON.stringify(content)).not.toContain('Utrecht');
        expect(logged).toEqual([expect.stringMatching(new RegExp(`reference=${reference}.*the store is in Utrecht`))]);
    });
});
