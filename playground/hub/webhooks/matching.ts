import { namespaceOf, userMaySee } from '../access';
import type { HubState } from '../state';
import type { HubEvent } from './event';
import { domainOf } from './event';
import type { Webhook } from './webhook';

function watches({ watched, domains }: Webhook, event: HubEvent): boolean {
    const { type, id } = event.repo;
    const namespace = namespaceOf(id);
    return domains.includes(domainOf(event)) && watched.some((item) => (item.type === 'user' || item.type === 'org' ? item.name === namespace : item.type === type && item.name === id));
}

/** The webhooks that are told of the event: enabled, watching it, and of someone who may see the repo. */
export function webhooksFor(state: HubState, event: HubEvent): Webhook[] {
    return [...state.webhooks.values()].filter((webhook) => {
        const owner = state.users.get(webhook.owner);
        return webhook.disabled === false && owner !== undefined && userMaySee(owner, event.repo) && watches(webhook, event);
    });
}
