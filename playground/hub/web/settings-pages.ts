import { html } from 'hono/html';
import { HubFailure } from '../errors';
import type { User } from '../model';
import type { Call, Route } from '../routing';
import type { Page } from './layout';
import type { Fields } from './page-routes';
import { redirect, userForm, userPage } from './page-routes';
import { facts, rows } from './parts';

/** Apps that the user authorized and that can still renew their access. */
function apps({ state }: Call, user: User): Page {
    const grants = [...state.refreshGrants].filter(([, grant]) => grant.user === user.name);
    return {
        title: 'Connected apps',
        body: rows(grants, 'No app may act for you.', ([key, { clientId, scopes, orgs, accessToken }]) => html`<div><h2>${clientId}</h2>
            ${facts([['Scopes', scopes.join(', ')], ['Organisations', orgs.join(', ') || 'none'], ['Access', state.tokens.has(accessToken) ? 'in use' : 'was revoked']])}
            <form method="post" action="/settings/connected-applications/remove"><input type="hidden" name="grant" value="${key}"><button>Remove access of ${clientId}</button></form></div>`),
    };
}

function removeApp({ state }: Call, user: User, fields: Fields): Response {
    const value = fields.get('grant') ?? '';
    if (state.refreshGrants.get(value)?.user !== user.name) {
        throw new HubFailure(404, 'You have no such app.');
    }
    state.record({ kind: 'refresh-used', value });
    return redirect('/settings/connected-applications');
}

function webhooks({ state }: Call, user: User): Page {
    const own = [...state.webhooks.values()].filter(({ owner }) => owner === user.name);
    return {
        title: 'Webhooks',
        body: rows(own, 'You have no webhooks.', ({ id, url, watched, domains, secret, disabled }) => html`<div><h2>${url}</h2>
            ${facts([['Id', id], ['Watches', watched.map(({ type, name }) => `${type} ${name}`).join(', ')], ['Domains', domains.join(', ')], ['Secret', secret ? 'set' : 'none'], ['State', disabled === false ? 'on' : disabled === true ? 'off' : disabled]])}</div>`),
    };
}

export const settingsPages: Route[] = [
    userPage('/settings/connected-applications', apps),
    userForm('/settings/connected-applications/remove', removeApp),
    userPage('/settings/webhooks', webhooks),
];
