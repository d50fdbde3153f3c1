import type { Token } from '../model';
import type { HubState } from '../state';
import { fakeToken } from './ids';

type TokenSeed = Omit<Token, 'value' | 'createdAt'> & { name: string };

const DAY = 86_400_000;

/** By the name that `fakeToken` makes the value from. `revoked` is on purpose not among them. */
function seeds(now: number): TokenSeed[] {
    const acme = { type: 'org', name: 'acme' } as const;
    return [
        { name: 'alice', user: 'alice', displayName: 'laptop', role: 'write' },
        { name: 'bo', user: 'bo', displayName: 'reader', role: 'read' },
        { name: 'carol', user: 'carol', displayName: 'acme-admin', role: 'fineGrained', canReadGatedRepos: false, scoped: [{ entity: acme, permissions: ['repo.content.read', 'inference.serverless.write', 'inference.endpoints.write'] }] },
        { name: 'sec', user: 'sec', displayName: 'review-only', role: 'fineGrained', canReadGatedRepos: false, scoped: [{ entity: acme, permissions: ['collection.read'] }] },
        { name: 'dave', user: 'dave', displayName: 'dave', role: 'write' },
        { name: 'service', user: 'acme-bot', displayName: 'acme-ci', role: 'fineGrained', canReadGatedRepos: true, scoped: [{ entity: acme, permissions: ['repo.content.read', 'repo.write'] }] },
        { name: 'expiring', user: 'alice', displayName: 'one-week', role: 'read', expiresAt: now + 7 * DAY },
        { name: 'expired', user: 'alice', displayName: 'last-year', role: 'write', expiresAt: now - DAY },
    ];
}

export function seedTokens(state: HubState, now: number): void {
    for (const { name, ...token } of seeds(now)) {
        const value = fakeToken(name);
        state.tokens.set(value, { ...token, value, createdAt: '2025-01-05T09:00:00.000Z' });
    }
}
