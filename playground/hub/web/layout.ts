import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import type { Caller } from '../identity';

/** Markup in which every value that was put in is escaped. */
export type Html = ReturnType<typeof html>;

export interface Page {
    /** Plain text; the heading as well as the window's title. */
    title: string;
    body: Html | Html[];
    /** 200 when left out. */
    status?: number;
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --soft: light-dark(#57606a, #a8b1bb); --line: light-dark(#c9d1d9, #444c56); }
body { margin: 0; color: light-dark(#1f2328, #f0f3f6); background: light-dark(#fff, #0d1117); overflow-wrap: anywhere; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0.5rem 1rem; }
header nav, .row, .actions { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; }
header { border-bottom: 1px solid var(--line); }
header form { margin-left: auto; }
.banner { margin: 0; padding: 0.25rem 1rem; text-align: center; color: #000; background: #ffd21e; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 1.75rem; }
ul.rows { list-style: none; padding: 0; } ul.rows > li { border-top: 1px solid var(--line); padding: 0.4rem 0; }
.soft, dt { color: var(--soft); } .mark { border: 1px solid; border-radius: 0.75rem; padding: 0 0.5rem; font-size: 0.85rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.15rem 1rem; } dd { margin: 0; }
pre { white-space: pre-wrap; padding: 0.75rem; border: 1px solid var(--line); border-radius: 0.25rem; }
fieldset { margin: 1rem 0; border: 1px solid var(--line); } label { display: block; padding: 0.2rem 0; }
input, button { font: inherit; } input[type=text], input[type=search] { box-sizing: border-box; width: 100%; max-width: 30rem; padding: 0.3rem; }
button { padding: 0.3rem 0.9rem; min-height: 2rem; cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#0550ae, #79c0ff); outline-offset: 2px; }
`;

/** No scripts, no images but the empty icon, nothing from elsewhere; and nobody may lay a page of theirs over the consent page. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** The log-in page that comes back to `path` afterwards. */
export const loginPath = (path: string): string => path.startsWith('/login') ? path : `/login?${new URLSearchParams({ next: path }).toString()}`;

function account(caller: Caller, path: string): Html {
    return caller.kind === 'anonymous'
        ? html`<a href="${loginPath(path)}">Log in</a>`
        : html`<a href="/settings/tokens">Access tokens</a> <a href="/settings/connected-applications">Connected apps</a> <a href="/settings/webhooks">Webhooks</a> <a href="${loginPath(path)}">Switch user</a>
            <form method="post" action="/logout"><span>You are <strong>${caller.user.name}</strong></span> <button>Log out</button></form>`;
}

/** `path` is where logging in from this page leads back to. */
export async function render({ title, body, status = 200 }: Page, { caller, path }: { caller: Caller; path: string }): Promise<Response> {
    // The policy names the style by its hash, so it has to stand there to the letter.
    const text = String(await html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – stand-in Hub</title>
<link rel="icon" href="data:,"><style></style></head>
<body><header><p class="banner">This is the playground's stand-in for Hugging Face, not huggingface.co. All of it is made up.</p>
<nav aria-label="Site"><a href="/">Stand-in Hub</a> <a href="/models">Models</a> <a href="/datasets">Datasets</a> <a href="/spaces">Spaces</a> ${account(caller, path)}</nav></header>
<main><h1>${title}</h1>
${body}</main></body></html>`);
    return new Response(text.replace('<style></style>', () => `<style>${STYLE}</style>`), {
        status,
        headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Security-Policy': POLICY,
            // With no-referrer, browsers would send our own forms with the origin "null".
            'Referrer-Policy': 'same-origin',
            'X-Content-Type-Options': 'nosniff',
            'Cache-Control': 'no-store',
        },
    });
}
