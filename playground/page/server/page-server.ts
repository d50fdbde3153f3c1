import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
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
const JSON_LIMIT = bodyLimit({ maxSize: MAX_JSON_BYTES, onError: (c) => c.json({ error: 'That is too long.', errorType: 'error-too-large' }, 413) });

/** Nothing is loaded, run or asked that this server did not send; pictures in messages may come from anywhere. */
const headersOf = ({ authority }: Site): Record<string, string> => ({
    'Content-Security-Policy': `default-src 'self'; img-src 'self' data: blob: https: http://127.0.0.1:*; style-src 'self' 'unsafe-inline'; connect-src 'self' ${namesOf(authority).map((name) => `ws://${name}`).join(' ')}; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
});

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

const namesOf = (authority: string): readonly string[] => [authority, authority.replace('127.0.0.1', 'localhost')];

/** A page of another site can reach this port by a name of its own, or post to it: neither gets an answer. */
function admits({ authority }: Site, host: string | undefined, origin: string | undefined): boolean {
    const names = namesOf(authority);
    return host !== undefined && names.includes(host) && (origin === undefined || names.some((name) => origin === `http://${name}`));
}

type Variables = { Variables: { user: UserRecord } };

function routes(site: Site): Hono<Variables> {
    const app = new Hono<Variables>();
    // As on a Rocket.Chat server the app's endpoints have its address; they are for the whole world, and check for themselves.
    app.all('/api/apps/*', (c) => site.host.serveEndpoint(c.req.raw));
    app.use(async (c, next) => {
        Object.entries(headersOf(site)).forEach(([name, value]) => c.header(name, value));
        return admits(site, c.req.header('host'), c.req.header('origin')) ? next() : c.text('Forbidden', 403);
    });
    app.post('/api/v1/login', JSON_LIMIT, (c) => login(c, site.host));
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
    app.post('/api/v1/page/:verb', JSON_LIMIT, (c) => answer(c, site));
    app.get('/icon.png', async (c) => c.body(new Uint8Array(await readFile(inRoot('icon.png'))), 200, { 'Content-Type': 'image/png' }));
    app.get('*', (c) => file(c, site.files));
    app.onError((error, c) => refuse(c, error));
    return app;
}

/** Rocket.Chat's addresses of rooms and of an app's settings: each is the page itself, which finds its place in it. */
const PLACES = /^\/((channel|group|direct|admin|marketplace)\/.*)?$/;

function file(c: Context, files: PageFiles): Response {
    const found = files.get(PLACES.test(c.req.path) ? '/' : c.req.path);
    return found ? c.body(new Uint8Array(found.bytes), 200, { 'Content-Type': found.type, 'Cache-Control': 'no-cache' }) : c.text('Not Found', 404);
}

/** There are no passwords in the playground: whoever may open the page may be anybody in it. */
async function login(c: Context, host: Host): Promise<Response> {
    const wanted = z.object({ user: z.string() }).safeParse(await c.req.json()).data?.user;
    const known = (await host.users()).find(({ username, type, active }) => username === wanted && type === 'user' && active);
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
    const form = await formOf(c);
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

async function formOf(c: Context): Promise<FormData> {
    try {
        return await c.req.formData();
    } catch (error) {
        if (error instanceof TypeError) {
            throw new WorkspaceError('error-invalid-file', 'That is not a form with a file');
        }
        throw error;
    }
}

/** The page fetches files with its login and shows or saves them itself; nothing is ever displayed by its address. */
async function download(c: Context<Variables>, host: Host): Promise<Response> {
    const found = await host.file({ user: c.get('user').username, id: c.req.param('id') ?? '' });
    return found
        ? c.body(new Uint8Array(found.bytes), 200, { 'Content-Type': found.upload.type, 'Content-Disposition': 'attachment', 'Cache-Control': 'private' })
        : c.json({ error: 'There is no such file.' }, 404);
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
