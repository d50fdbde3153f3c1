import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import { HubFailure } from '../errors';
import type { Token, TokenScope, User } from '../model';
import { fakeToken } from '../seed/ids';
import type { Call, Route } from '../routing';
import type { Html, Page } from './layout';
import type { Fields } from './page-routes';
import { redirect, userForm, userPage } from './page-routes';
import { day, facts, rows } from './parts';

const ROLES = ['fineGrained', 'read', 'write'] as const;
const ROLE_NAMES: Record<Token['role'], string> = { fineGrained: 'fine-grained', read: 'read', write: 'write', oauth: 'app' };
const PERMISSIONS = ['repo.content.read', 'repo.write', 'discussion.write', 'collection.read', 'collection.write', 'inference.serverless.write', 'inference.endpoints.write', 'job.write', 'user.webhooks.write'];
const DAY_MS = 86_400_000;

const roleOf = (text: string | null): (typeof ROLES)[number] | undefined => ROLES.find((role) => role === text);

/** Only what looks like a permission: an app may ask for one that this list lacks. */
const permissionsIn = (values: string[]): string[] => values.filter((value) => /^[a-z]+(\.[a-z]+)+$/.test(value) && value.length <= 60);

function tokenRow({ value, displayName, role, expiresAt, createdAt, scoped = [], canReadGatedRepos }: Token, now: number): Html {
    const expiry = expiresAt === undefined ? 'never' : [day(new Date(expiresAt).toISOString()), expiresAt <= now ? ' (expired)' : ''];
    const scopes = scoped.map(({ entity, permissions }) => `${entity.name}: ${permissions.join(', ')}`).join('; ');
    return html`<div><h2>${displayName}</h2>
        ${facts([['Role', ROLE_NAMES[role]], ['Made', day(createdAt)], ['Expires', expiry], ['Permissions', role === 'fineGrained' ? scopes || 'none' : undefined], ['Gated repositories', role === 'fineGrained' ? (canReadGatedRepos ? 'yes' : 'no') : undefined]])}
        <label>Value of ${displayName} <input type="text" readonly value="${value}"></label>
        <form method="post" action="/settings/tokens/revoke"><input type="hidden" name="token" value="${value}"><button>Revoke ${displayName}</button></form></div>`;
}

function list({ state }: Call, user: User): Page {
    const tokens = [...state.tokens.values()].filter((token) => token.user === user.name && token.role !== 'oauth').reverse();
    return {
        title: 'Access tokens',
        body: html`<p>Tokens of ${user.name}. They are made up: only this stand-in accepts them, so they may stand here for all to see.</p>
            <p><a href="/settings/tokens/new">Create a token</a></p>${rows(tokens, 'You have no tokens.', (token) => tokenRow(token, state.now()))}`,
    };
}

const box = (name: string, value: string, { checked, text = value }: { checked: boolean; text?: string }): Html =>
    html`<label><input type="checkbox" name="${name}" value="${value}"${checked && html` checked`}> ${text}</label>`;

/** `tokenType`, `ownUserPermissions` (repeated) and `canReadGatedRepos` fill the form in beforehand, as in links to the Hub's own form. */
function create({ query }: Call, { orgs }: User): Page {
    const wanted = permissionsIn(query.getAll('ownUserPermissions'));
    const chosen = roleOf(query.get('tokenType')) ?? 'fineGrained';
    return {
        title: 'Create an access token',
        body: html`<p>It will be made up like everything here, and only this stand-in will accept it.</p><form method="post" action="/settings/tokens/new">
            <label>Name <input type="text" name="displayName" required maxlength="100"></label>
            <fieldset><legend>Role</legend>${ROLES.map((role) => html`<label><input type="radio" name="role" value="${role}"${role === chosen && html` checked`}> ${ROLE_NAMES[role]}</label>`)}</fieldset>
            <fieldset><legend>Permissions of a fine-grained token</legend>${[...new Set([...PERMISSIONS, ...wanted])].map((permission) => box('permission', permission, { checked: wanted.includes(permission) }))}
            ${box('gated', 'true', { checked: query.get('canReadGatedRepos') === 'true', text: 'Read public gated repositories' })}</fieldset>
            ${orgs.length > 0 && html`<fieldset><legend>They hold for you, and for these organisations</legend>${orgs.map(({ org }) => box('org', org, { checked: false }))}</fieldset>`}
            <fieldset><legend>Expires</legend><label><input type="radio" name="days" value="" checked> never</label><label><input type="radio" name="days" value="7"> in a week</label><label><input type="radio" name="days" value="0"> at once, to try an expired one</label></fieldset>
            <button>Create token</button></form>`,
    };
}

function scopesFor(user: User, fields: Fields): TokenScope[] {
    const permissions = permissionsIn(fields.getAll('permission'));
    const orgs = user.orgs.filter(({ org }) => fields.getAll('org').includes(org));
    return permissions.length === 0 ? [] : [{ entity: { type: 'user', name: user.name }, permissions }, ...orgs.map(({ org }) => ({ entity: { type: 'org' as const, name: org }, permissions }))];
}

function make({ state }: Call, user: User, fields: Fields): Response {
    const role = roleOf(fields.get('role'));
    const displayName = fields.get('displayName')?.trim().slice(0, 100);
    const days = fields.get('days') ?? '';
    if (!role || !displayName || !/^\d{0,4}$/.test(days)) {
        throw new HubFailure(400, 'A token needs a name and a role.');
    }
    state.record({ kind: 'token-issued', token: {
        value: fakeToken(randomUUID()), user: user.name, displayName, role, createdAt: new Date(state.now()).toISOString(),
        ...(role === 'fineGrained' && { scoped: scopesFor(user, fields), canReadGatedRepos: fields.get('gated') === 'true' }),
        ...(days !== '' && { expiresAt: state.now() + Number(days) * DAY_MS }),
    } });
    return redirect('/settings/tokens');
}

function revoke({ state }: Call, user: User, fields: Fields): Response {
    const value = fields.get('token') ?? '';
    if (state.tokens.get(value)?.user !== user.name) {
        throw new HubFailure(404, 'You have no such token.');
    }
    state.record({ kind: 'token-revoked', value });
    return redirect('/settings/tokens');
}

export const tokenPages: Route[] = [
    userPage('/settings/tokens', list),
    userPage('/settings/tokens/new', create),
    userForm('/settings/tokens/new', make),
    userForm('/settings/tokens/revoke', revoke),
];
