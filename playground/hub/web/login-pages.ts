import { html } from 'hono/html';
import { HubFailure } from '../errors';
import type { Call, Route } from '../routing';
import type { Page } from './layout';
import type { Fields } from './page-routes';
import { form, page, redirect, visitorCookie } from './page-routes';

/** `next` as a path of this site; the start page when it leads anywhere else. */
function backTo({ url }: Call, next: string | null): string {
    const target = next !== null && URL.canParse(next, url.origin) ? new URL(next, url.origin) : undefined;
    return target?.origin === url.origin && !target.pathname.startsWith('//') ? target.pathname + target.search : '/';
}

function choose({ state, query, caller }: Call): Page {
    const current = caller.kind === 'user' ? caller.user.name : undefined;
    const about = (orgs: readonly { org: string; role: string }[]): string => orgs.map(({ org, role }) => `${role} in ${org}`).join(', ') || 'in no organisation';
    return {
        title: 'Log in to the stand-in Hub',
        body: html`<p>The people here are made up and have no passwords: choose who you want to be. Never type a real password or token of yours into this site.</p>
            <form method="post" action="/login"><input type="hidden" name="next" value="${query.get('next') ?? '/'}">
            <fieldset><legend>User</legend>${[...state.users.values()].map(({ name, fullname, orgs }) => html`<label><input type="radio" name="user" value="${name}" required${name === current && html` checked`}> ${fullname} (${name}) <span class="soft">${about(orgs)}</span></label>`)}</fieldset>
            <button>Log in</button></form>`,
    };
}

function login(call: Call, fields: Fields): Response {
    const name = fields.get('user') ?? '';
    if (!call.state.users.has(name)) {
        throw new HubFailure(400, 'There is no such user.');
    }
    return redirect(backTo(call, fields.get('next')), { 'Set-Cookie': visitorCookie(name) });
}

export const loginPages: Route[] = [
    page('/login', choose),
    page('/join', choose),
    form('/login', login),
    form('/logout', () => redirect('/', { 'Set-Cookie': `${visitorCookie('')}; Max-Age=0` })),
];
