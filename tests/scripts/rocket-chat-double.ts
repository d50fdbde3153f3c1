import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { AppPackageParser } from '@rocket.chat/apps-engine/server/compiler';
import * as z from 'zod/mini';

/** How the double is set up; what is left out is a Rocket.Chat 7.10 on the Starter plan whose user may manage apps. */
export interface DoubleOptions {
    readonly version?: string;
    readonly edition?: 'community' | 'starter';
    /** The user's permission `manage-apps`. */
    readonly mayManageApps?: boolean;
    readonly secondFactor?: { readonly code: string; readonly method: 'totp' | 'email' };
    /** `FileUpload_MaxFileSize`, bytes. */
    readonly maxFileSize?: number;
    /** The version of the Apps-Engine it comes with. */
    readonly engine?: string;
    /** The environment variable DISABLE_PRIVATE_APP_INSTALLATION. */
    readonly privateAppsDisabled?: boolean;
    /** The status an app has after it was started. */
    readonly started?: string;
    /** Answers before anything of Rocket.Chat does: a proxy, or another program altogether. */
    readonly before?: (request: Request) => Response | Promise<Response> | undefined;
}

export interface InstalledApp {
    readonly id: string;
    readonly version: string;
    readonly status: string;
    /** undefined: the engine's default set holds, whatever app.json asks for. */
    readonly permissionsGranted: unknown;
}

export interface RequestSeen {
    readonly line: string;
    /** Whether it carried a token. */
    readonly credentials: boolean;
}

export interface RocketChatDouble {
    readonly url: string;
    readonly apps: Map<string, InstalledApp>;
    readonly requests: RequestSeen[];
    stop(): Promise<void>;
}

export const TOKEN = 'pAt-9fK2mQ7xWz4LrT8vBn3Hc6Yd1Js5Ge0Ua_RqXo';
export const USER_ID = 'aobEdbYhXfu5hkeqG';

const ENABLED = ['auto_enabled', 'manually_enabled'];

/** A refusal as the server's API class words it: status, message and the name of the error. */
class Refusal extends Error {
    constructor(
        readonly status: 400 | 401 | 403 | 404 | 500,
        readonly body: object,
    ) {
        super('refused');
    }
}

/** Meteor errors come out as `Reason [error-name]`, with the name once more as `errorType`. */
const meteorError = (status: 400 | 403, name: string, reason = '', details?: object): Refusal =>
    new Refusal(status, { success: false, error: `${reason}${reason ? ' ' : ''}[${name}]`, ...(status === 400 && { errorType: name }), ...(details && { details }) });

/**
 * A Rocket.Chat as far as deploying goes: logins, the version, and the upload of private apps. Follows Rocket.Chat's
 * `apps/meteor/ee/server/apps/communication/rest.ts`, `apps/meteor/app/api/server/ApiClass.ts` and
 * `lib/getUploadFormData.ts`; packages are opened by the Apps-Engine's own parser.
 */
export async function startRocketChat(options: DoubleOptions = {}): Promise<RocketChatDouble> {
    const apps = new Map<string, InstalledApp>();
    const requests: RequestSeen[] = [];
    const server = createAdaptorServer({ fetch: routes(options, apps, requests).fetch });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${port}`,
        apps,
        requests,
        async stop() {
            server.close();
            if ('closeAllConnections' in server) {
                server.closeAllConnections();
            }
            await once(server, 'close');
        },
    };
}

function routes(options: DoubleOptions, apps: Map<string, InstalledApp>, requests: RequestSeen[]): Hono {
    const app = new Hono();
    app.use(async ({ req }, next) => {
        requests.push({ line: `${req.method} ${req.path}`, credentials: req.header('x-auth-token') !== undefined });
        return (await options.before?.(req.raw)) ?? next();
    });
    app.get('/api/info', ({ json }) => json({ version: shortVersion(options), success: true }));
    app.get('/api/v1/me', (context) => {
        authenticate(context);
        return context.json({ _id: USER_ID, username: 'grace.admin', success: true });
    });
    app.get('/api/apps/:id', (context) => {
        authorize(context, options);
        return context.json({ success: true, app: publicFacts(findApp(apps, context.req.param('id'))) });
    });
    app.post('/api/apps', async (context) => context.json({ success: true, app: publicFacts(await install(context, options, apps)), implemented: [] }));
    app.post('/api/apps/:id', async (context) => context.json({ success: true, app: publicFacts(await update(context, options, apps)), implemented: [] }));
    app.notFound(({ json }) => json({ success: false, error: 'Resource not found' }, 404));
    app.onError((error, { json }) => {
        if (error instanceof Refusal) {
            return json(error.body, error.status);
        }
        return json({ success: false, error: error.message }, 400);
    });
    return app;
}

/** Who may not view statistics is not told the patch level. */
const shortVersion = ({ version = '7.10.2' }: DoubleOptions): string => version.replace(/(\d+\.\d+).*/, '$1');

const major = ({ version = '7.10.2' }: DoubleOptions): number => Number(version.split('.')[0]);

function authenticate({ req }: Context): void {
    if (req.header('x-auth-token') !== TOKEN || req.header('x-user-id') !== USER_ID) {
        throw new Refusal(401, { status: 'error', message: 'You must be logged in to do this.', success: false, error: 'You must be logged in to do this.' });
    }
}

function authorize(context: Context, options: DoubleOptions): void {
    authenticate(context);
    if (options.mayManageApps === false) {
        const reason = 'User does not have the permissions required for this action';
        throw meteorError(403, major(options) >= 8 ? 'error-forbidden' : 'error-unauthorized', reason);
    }
}

function checkCode({ req }: Context, { secondFactor }: DoubleOptions): void {
    if (!secondFactor) {
        return;
    }
    const code = req.header('x-2fa-code');
    const details = { method: secondFactor.method, availableMethods: [secondFactor.method] };
    if (!code) {
        throw meteorError(400, 'totp-required', 'TOTP Required', details);
    }
    if (code !== secondFactor.code || req.header('x-2fa-method') !== secondFactor.method) {
        throw meteorError(400, 'totp-invalid', 'TOTP Invalid', details);
    }
}

function findApp(apps: Map<string, InstalledApp>, id: string): InstalledApp {
    const found = apps.get(id);
    if (!found) {
        throw new Refusal(404, { success: false, error: `No App found by the id of: ${id}` });
    }
    return found;
}

/** The REST answer does not show what was granted. */
const publicFacts = ({ id, version, status }: InstalledApp): object => ({ id, version, status, private: true, migrated: false });

async function install(context: Context, options: DoubleOptions, apps: Map<string, InstalledApp>): Promise<InstalledApp> {
    const upload = await receive(context, options);
    if (apps.has(upload.id)) {
        throw new Error('App already exists.');
    }
    const status = privateAppsEnabled(options) ? startedStatus(options) : 'initialized';
    return keep(apps, { ...upload, status });
}

async function update(context: Context, options: DoubleOptions, apps: Map<string, InstalledApp>): Promise<InstalledApp> {
    const upload = await receive(context, options);
    if (!privateAppsEnabled(options)) {
        throw new Refusal(400, { success: false, error: 'Cannot_Update_Exempt_App' });
    }
    const old = apps.get(upload.id);
    if (!old) {
        throw new Error('Can not update an App that does not currently exist.');
    }
    return keep(apps, { ...upload, status: ENABLED.includes(old.status) ? startedStatus(options) : old.status });
}

function keep(apps: Map<string, InstalledApp>, app: InstalledApp): InstalledApp {
    apps.set(app.id, app);
    return app;
}

const startedStatus = ({ started = 'manually_enabled' }: DoubleOptions): string => started;

/** Since 7.0 the Community edition enables none. */
const privateAppsEnabled = (options: DoubleOptions): boolean => options.edition !== 'community' || major(options) < 7;

/** Checks that come before the package is looked at, then the package. */
async function receive(context: Context, options: DoubleOptions): Promise<Omit<InstalledApp, 'status'>> {
    authorize(context, options);
    checkCode(context, options);
    const { file, permissions } = await readUpload(context.req.raw, options.maxFileSize ?? 104_857_600);
    if (options.privateAppsDisabled) {
        throw new Refusal(500, { success: false, error: 'private_app_install_disabled' });
    }
    const parser = Object.assign(new AppPackageParser(), options.engine && { appsEngineVersion: options.engine });
    const { info } = await parser.unpackageApp(file);
    return { id: info.id, version: info.version, permissionsGranted: parsePermissions(permissions) };
}

/** Exactly one file, in the field `app`. */
async function readUpload(request: Request, limit: number): Promise<{ file: Buffer; permissions: string | undefined }> {
    const entries = [...(await request.formData()).entries()];
    const files = entries.flatMap(([name, value]) => (typeof value === 'string' ? [] : [{ name, value }]));
    const [upload] = files;
    if (!upload) {
        throw meteorError(400, 'No file uploaded');
    }
    if (files.length > 1) {
        throw new Refusal(400, { success: false, error: 'Just 1 file is allowed' });
    }
    if (upload.name !== 'app') {
        throw meteorError(400, 'invalid-field');
    }
    if (upload.value.size > limit) {
        throw meteorError(400, 'error-file-too-large');
    }
    const permissions = entries.find(([name]) => name === 'permissions')?.[1];
    return { file: Buffer.from(await upload.value.arrayBuffer()), permissions: typeof permissions === 'string' ? permissions : undefined };
}

const grantedSchema = z.array(z.unknown());

/** Nothing, an empty list and broken JSON all grant nothing in particular. */
function parsePermissions(text = ''): unknown[] | undefined {
    try {
        const granted = grantedSchema.parse(JSON.parse(text));
        return granted.length > 0 ? granted : undefined;
    } catch {
        return undefined;
    }
}
