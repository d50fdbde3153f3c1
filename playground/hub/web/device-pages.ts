import { html } from 'hono/html';
import type { Membership, User } from '../model';
import type { Call, Route } from '../routing';
import type { DeviceLogin, HubState } from '../state';
import type { Html, Page } from './layout';
import type { Fields } from './page-routes';
import { userForm, userPage } from './page-routes';
import { facts } from './parts';

/** What an app with a scope may do, in words. Source: https://huggingface.co/docs/hub/oauth (Currently supported scopes). */
const SCOPES: Partial<Record<string, string>> = {
    'openid': 'Know who you are',
    'profile': 'See your name, picture and organisations',
    'email': 'See your e-mail address',
    'read-billing': 'Know whether you can pay',
    'read-memberships': 'See which organisations you are in, and your role there',
    'read-repos': 'Read your repositories, private ones too',
    'gated-repos': 'Read the public gated repositories that let you in',
    'contribute-repos': 'Create repositories, and write to those that it created',
    'write-repos': 'Read and write your repositories',
    'manage-repos': 'Create, change and delete your repositories',
    'read-collections': 'Read your collections',
    'write-collections': 'Read and write your collections',
    'write-discussions': 'Open discussions and pull requests, and write in them',
    'inference-api': 'Call Inference Providers for you',
    'read-endpoints': 'See your Inference Endpoints',
    'write-endpoints': 'Create and change your Inference Endpoints',
    'jobs': 'Run jobs for you',
    'webhooks': 'Manage your webhooks',
};

/** People type codes with and without the hyphen, in small letters, with blanks. */
const bare = (code: string): string => code.replace(/[^a-z]/gi, '').toUpperCase();

function codeForm(code: string): Html {
    return html`<form action="/oauth/device"><label for="user_code">Code from the chat</label>
        <input type="text" id="user_code" name="user_code" value="${code}" placeholder="ABCD-EFGH" autocomplete="off" required> <button>Continue</button></form>`;
}

const TITLE = 'Connect an app';

const problem = (status: number, text: string, code: string): Page => ({ title: TITLE, status, body: html`<p role="alert">${text}</p>${codeForm(code)}` });

/** The login that waits under this code, or the page that says why none does. */
function waiting(state: HubState, code: string): DeviceLogin | Page {
    const login = [...state.deviceLogins.values()].find(({ userCode }) => bare(userCode) === bare(code));
    if (!login) {
        return problem(404, 'Nothing waits for this code. Check how it is spelt; a code works once only.', code);
    }
    if (login.outcome) {
        return problem(410, 'This code was used already. Start again in the chat to get another.', '');
    }
    return login.expiresAt > state.now() ? login : problem(410, 'This code has expired. Start again in the chat to get another.', '');
}

function orgBox({ org, role, securityRestrictions = [] }: Membership): Html {
    return html`<label><input type="checkbox" name="org" value="${org}"> ${org} <span class="soft">you: ${role}${securityRestrictions.map((restriction) => `, closed to you until settled: ${restriction}`)}</span></label>`;
}

const grantable = ({ orgs }: User): Membership[] => orgs.filter(({ role }) => role !== 'no_access');

function consent({ clientId, scopes, userCode }: DeviceLogin, user: User): Page {
    const orgs = grantable(user);
    return {
        title: TITLE,
        body: html`<p>The app <strong>${clientId}</strong> wants to act for you. Authorize it only if the chat shows you this very code.</p>
            ${facts([['Code', html`<strong><code>${userCode}</code></strong>`], ['You are', user.name]])}
            <h2>It would be able to</h2><ul>${scopes.map((scope) => html`<li>${SCOPES[scope] ?? scope} <code>${scope}</code></li>`)}</ul>
            <form method="post" action="/oauth/device/confirm"><input type="hidden" name="user_code" value="${userCode}">
            ${orgs.length > 0 && html`<fieldset><legend>Organisations whose repositories it may reach as well</legend>${orgs.map(orgBox)}</fieldset>`}
            <p class="actions"><button name="decision" value="authorize">Authorize</button> <button name="decision" value="cancel">Cancel</button></p></form>`,
    };
}

function device({ query, state }: Call, user: User): Page {
    const code = query.get('user_code');
    if (code === null) {
        return { title: TITLE, body: codeForm('') };
    }
    const login = waiting(state, code);
    return 'deviceCode' in login ? consent(login, user) : login;
}

function confirm({ state }: Call, user: User, fields: Fields): Page {
    const login = waiting(state, fields.get('user_code') ?? '');
    if (!('deviceCode' in login)) {
        return login;
    }
    if (fields.get('decision') !== 'authorize') {
        state.settleDeviceLogin(login.userCode, { kind: 'denied' });
        return { title: 'Cancelled', body: html`<p><strong>${login.clientId}</strong> got no access. You can close this page.</p>` };
    }
    const orgs = grantable(user).map(({ org }) => org).filter((org) => fields.getAll('org').includes(org));
    state.settleDeviceLogin(login.userCode, { kind: 'approved', user: user.name, orgs });
    return { title: 'Authorized', body: html`<p><strong>${login.clientId}</strong> may act for ${user.name} now. Close this page and go back to the chat.</p>` };
}

export const devicePages: Route[] = [userPage('/oauth/device', device), userForm('/oauth/device/confirm', confirm)];
