import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { inRoot } from '../../../scripts/paths';
import type { Host } from '../../host/host-api';
import type { HubServer } from '../../hub/server';
import type { UserRecord } from '../../host/workspace/records';
import { WorkspaceError } from '../../host/workspace/workspace-error';
import { buildPage, type PageFiles } from '../build-page';
import { serveLive } from './live';
import { VERBS, type Caller } from './verbs';

export interface PageOptions {
    readonly host: Host;
    /** 0 takes any free port. */
    readonly port: number;
    /** Where Hugging Face is. */
    readonly hubUrl: string;
    /** The stand-in that this process runs, for the page's panel; undefined when Hugging Face is elsewhere. */
    readonly hub: HubServer | undefined;
}

export interface PageServer {
    /** For example `http://127.0.0.1:4100`. */
    readonly url: string;
    stop(): Promise<void>;
}

const MAX_JSON_BYTES = 1024 * 1024;

/** Nothing is loaded or run that this server did not send; pictures in messages may come from anywhere. */
const HEADERS = {
    'Content-Security-Policy': "default-src 'self'; img-src 'self' data: blob: https: http://127.0.0.1:*; style-src 'self' 'unsafe-inline'; connect-src 'self' ws:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
};

/** Serves the page, what it asks for, and the app's endpoints, on this machine only. Throws when the port is taken. */
export async function startPage({ host, port, hub, hubUrl }: PageOptions): Promise<PageServer> {
    const site = { host, hub, hubUrl, files: await buildPage(), authority: '' };
    const server = createAdaptorServer({ fetch: routes(site).fetch, hostname: '127.0.0.1' }) as Server;
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    site.authority = `127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
    const live = serveLive(server, host, ({ headers }: IncomingMessage) => admits(site, headers.host, headers.origin));
    return {
        url: `http://${site.authority}`,
        async stop() {
            live.stop();
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
}

interface Site {
    readonly host: Host;
    readonly hub: HubServer | undefined;
    readonly hubUrl: string;
    readonly files: PageFiles;
    authority: string;
}

/** A page of another site can reach this port by a name of its own, or post to it: neither gets an answer. */
function admits({ authority }: Site, host: string | undefined, origin: string | undefined): boolean {
    const names = [authority, authority.replace('127.0.0.1', 'localhost')];
    return host !== undefined && names.includes(host) && (origin === undefined || names.some((name) => origin === `http://${name}`));
}

type Variables = { Variables: { user: UserRecord } };

function routes(site: Site): Hono<Variables> {
    const app = new Hono<Variables>();
    app.all('/api/apps/*', (c) => forward(c, site.host));
    app.use(async (c, next) => {
        if (!admits(site, c.req.header('host'), c.req.header('origin'))) {
            return c.text('Forbidden', 403);
        }
        await next();
        Object.entries(HEADERS).forEach(([name, value]) => c.header(name, value));
    });
    app.post('/api/v1/login', bodyLimit({ maxSize: MAX_JSON_BYTES }), (c) => login(c, site.host));
    app.use('/api/v1/*', async (c, next) => {
        const user = await site.host.login({ 'X-User-Id': c.req.header('x-user-id'), 'X-Auth-Token': c.req.header('x-auth-token') });
        if (!user) {
            return c.json({ error: 'You must be logged in to do this.' }, 401);
        }
        c.set('user', user);
        await next();
    });
    app.post('/api/v1/upload/:room', (c) => upload(c, site.host));
    app.get('/api/v1/file/:id', (c) => download(c, site.host));
    app.post('/api/v1/page/:verb', bodyLimit({ maxSize: MAX_JSON_BYTES }), (c) => answer(c, site));
    app.get('/icon.png', async (c) => c.body(new Uint8Array(await readFile(inRoot('icon.png'))), 200, { 'Content-Type': 'image/png' }));
    app.get('*', (c) => file(c, site.files));
    app.onError((error, c) => refuse(c, error));
    return app;
}

/** Every path that is not a file is the page itself: it finds the room in the address. */
function file(c: Context, files: PageFiles): Response {
    const found = files.get(c.req.path) ?? (/\.\w+$/.test(c.req.path) ? undefined : files.get('/'));
    return found ? c.body(new Uint8Array(found.bytes), 200, { 'Content-Type': found.type, 'Cache-Control': 'no-cache' }) : c.text('Not Found', 404);
}

/** There are no passwords in the playground: whoever may open the page may be anybody in it. */
async function login(c: Context, host: Host): Promise<Response> {
    const { user } = await c.req.json<{ user?: unknown }>();
    const known = (await host.users()).find(({ username, type }) => username === user && type === 'user');
    return known ? c.json(await host.credentials(known.username)) : c.json({ error: 'There is no such user.' }, 401);
}

async function answer(c: Context<Variables>, site: Site): Promise<Response> {
    const name = c.req.param('verb') ?? '';
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name as keyof typeof VERBS] : undefined;
    const args = verb?.schema.safeParse(await c.req.json());
    if (!verb || !args?.success) {
        return c.json({ error: verb ? 'These arguments are not right.' : 'There is no such call.', errorType: 'error-invalid-params' }, verb ? 400 : 404);
    }
    const caller: Caller = { user: c.get('user'), host: site.host, hub: site.hub, hubUrl: site.hubUrl };
    // The schema that belongs to this verb has just read the arguments.
    return c.json((await verb.run(caller, args.data as never)) ?? {});
}

async function upload(c: Context<Variables>, host: Host): Promise<Response> {
    const limit = Number(await host.getServerSetting('FileUpload_MaxFileSize'));
    if (limit > -1 && Number(c.req.header('content-length') ?? Infinity) > limit + MAX_JSON_BYTES) {
        throw new WorkspaceError('error-file-too-large', `File exceeds allowed size of ${limit} bytes`);
    }
    const form = await c.req.formData();
    const [content, text, threadId] = [form.get('file'), form.get('text'), form.get('threadId')];
    if (!(content instanceof File)) {
        throw new WorkspaceError('error-invalid-file', 'No file was sent');
    }
    const bytes = new Uint8Array(await content.arrayBuffer());
    const { upload: { id } } = await host.upload({
        user: c.get('user').username, room: c.req.param('room') ?? '', name: content.name, bytes,
        ...(content.type && { type: content.type }), ...(typeof text === 'string' && { text }), ...(typeof threadId === 'string' && { threadId }),
    });
    return c.json({ id });
}

/** The page fetches files with its login and shows or saves them itself; nothing is ever displayed by its address. */
async function download(c: Context<Variables>, host: Host): Promise<Response> {
    const found = await host.file({ user: c.get('user').username, id: c.req.param('id') ?? '' });
    return found
        ? c.body(new Uint8Array(found.bytes), 200, { 'Content-Type': found.upload.type, 'Content-Disposition': 'attachment', 'Cache-Control': 'private' })
        : c.json({ error: 'There is no such file.' }, 404);
}

/** On a Rocket.Chat server the app's endpoints have its own address; here they run on another port. */
async function forward(c: Context, host: Host): Promise<Response> {
    const { pathname, search } = new URL(c.req.url);
    const headers = new Headers(c.req.raw.headers);
    headers.delete('host');
    headers.delete('connection');
    const hasBody = !['GET', 'HEAD'].includes(c.req.method);
    const reply = await fetch(new URL(`${pathname}${search}`, await host.endpointUrl('')), { method: c.req.method, headers, ...(hasBody && { body: await c.req.arrayBuffer() }), redirect: 'manual' });
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
}

function refuse(c: Context, error: Error): Response {
    if (error instanceof WorkspaceError) {
        return c.json({ error: error.reason, errorType: error.code }, 400);
    }
    if (error instanceof SyntaxError) {
        return c.json({ error: 'The body is not JSON.', errorType: 'error-invalid-params' }, 400);
    }
    console.error('The page’s server failed', error);
    return c.json({ error: 'The playground’s server failed; the terminal shows why.', errorType: 'internal-server-error' }, 500);
}
