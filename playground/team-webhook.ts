import { randomBytes } from 'node:crypto';
import type { HubServer } from './hub/server';

/** Whose webhook it is; the organisation's own service account, as teams do it. */
const OWNER = 'acme-bot';
const ID = 'f0'.repeat(12);

/** Lets the stand-in Hub send what happens in the team's organisation to `url`, as its settings page would. Answers the secret it sends along. */
export function sendTeamEventsTo({ state }: HubServer, url: string): string {
    const secret = state.webhooks.get(ID)?.secret ?? randomBytes(24).toString('hex');
    state.record({ kind: 'webhook-saved', webhook: { id: ID, owner: OWNER, watched: [{ type: 'org', name: 'acme' }], domains: ['repo', 'discussion'], url, secret, disabled: false } });
    return secret;
}
