import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deployApp, type Surroundings } from '../../scripts/deploy/deploy-app';
import { DeployError, UsageError } from '../../scripts/deploy/deploy-error';
import { EXIT, type DeployOptions, type ExitStatus } from '../../scripts/deploy/options';
import { makePackage, writeZip, type AppPackage } from '../../scripts/make-package';
import { readManifest, type Manifest } from '../../scripts/manifest';
import { explainPermissions } from '../../scripts/permissions';
import { inRoot } from '../../scripts/paths';
import { startRocketChat, TOKEN, USER_ID, type DoubleOptions, type RocketChatDouble } from './rocket-chat-double';

let folder: string;
let zip: AppPackage;
let manifest: Manifest;
let server: RocketChatDouble | undefined;
let printed: string[];

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hf-teamflow-deploy-'));
    [zip, manifest] = await Promise.all([makePackage(folder), readManifest()]);
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
    printed = [];
});
afterEach(async () => {
    await server?.stop();
    server = undefined;
    expect(output()).not.toContain(TOKEN);
});

const output = (): string => printed.join('\n');

async function start(options: DoubleOptions = {}): Promise<RocketChatDouble> {
    server = await startRocketChat(options);
    return server;
}

/** Deploys to the double with `--yes`, unless told otherwise. */
function deploy(options: Partial<DeployOptions> = {}, around: Partial<Surroundings> = {}): Promise<ExitStatus> {
    const url = server?.url ?? '';
    return deployApp(
        { url, credentials: { token: TOKEN, userId: USER_ID }, yes: true, dryRun: false, ...options },
        { manifest, makePackage: () => Promise.resolve(zip), print: (line) => printed.push(line), confirm: undefined, wait: () => Promise.resolve(), ...around },
    );
}

/** What the deployment fails with, as one text. */
async function failure(options: Partial<DeployOptions> = {}, around: Partial<Surroundings> = {}): Promise<string> {
    const error = await deploy(options, around).then(
        () => undefined,
        (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DeployError);
    const text = error instanceof DeployError ? `${error.message}\n${error.remedy ?? ''}` : '';
    expect(text).not.toContain(TOKEN);
    return text;
}

const uploads = (): string[] => (server?.requests ?? []).map(({ line }) => line).filter((line) => line.startsWith('POST'));

async function packageOfVersion(version: string): Promise<AppPackage> {
    const text = (await readFile(inRoot('app.json'), 'utf8')).replace(`"version": "${manifest.version}"`, `"version": "${version}"`);
    const path = join(folder, `${version}.zip`);
    await writeZip(path, [['app.json', Buffer.from(text)], [manifest.classFile, Buffer.from('exports.App = class {};')]]);
    return { ...zip, path };
}

describe('a first deployment', () => {
    it('installs the app with exactly the permissions of app.json and says that it runs', async () => {
        const { apps } = await start();

        expect(await deploy()).toBe(EXIT.done);

        expect([...apps.values()]).toEqual([{ id: manifest.id, version: manifest.version, status: 'manually_enabled', permissionsGranted: manifest.permissions }]);
        expect(uploads()).toEqual(['POST /api/apps']);
        expect(output()).toContain(`HF TeamFlow ${manifest.version} is installed and enabled.`);
    });

    it('shows each permission with its reason before it uploads', async () => {
        await start();
        const shown = new Promise<string>((resolve) => {
            void deploy({ yes: false }, { confirm: () => { resolve(output()); return Promise.resolve(false); } }).catch(() => undefined);
        });

        const text = await shown;

        for (const { name, why } of explainPermissions(manifest.permissions)) {
            expect(text).toContain(`${name.padEnd(20)} ${why}`);
        }
        expect(uploads()).toEqual([]);
    });

    it('asks for the version without credentials, so that no token goes to what is no Rocket.Chat', async () => {
        await start();

        await deploy();

        expect(server?.requests.filter(({ credentials }) => !credentials).map(({ line }) => line)).toEqual(['GET /api/info']);
    });
});

describe('a later deployment', () => {
    it('updates the app and grants the permissions anew', async () => {
        const { apps } = await start();
        apps.set(manifest.id, { id: manifest.id, version: '0.0.1', status: 'auto_enabled', permissionsGranted: [{ name: 'slashcommand' }] });

        expect(await deploy()).toBe(EXIT.done);

        expect(uploads()).toEqual([`POST /api/apps/${manifest.id}`]);
        expect(apps.get(manifest.id)).toMatchObject({ version: manifest.version, permissionsGranted: manifest.permissions });
    });

    it('would lose what was granted if it did not send the permissions', async () => {
        const { apps, url } = await start();
        await deploy();
        const form = new FormData();
        form.append('app', new Blob([await readFile(zip.path)]), 'app.zip');

        const answer = await fetch(`${url}/api/apps/${manifest.id}`, { method: 'POST', body: form, headers: { 'x-auth-token': TOKEN, 'x-user-id': USER_ID } });

        expect(answer.status).toBe(200);
        expect(apps.get(manifest.id)?.permissionsGranted).toBeUndefined();
    });

    it('leaves an app disabled that was disabled, and says so', async () => {
        const { apps } = await start();
        apps.set(manifest.id, { id: manifest.id, version: '0.0.1', status: 'manually_disabled', permissionsGranted: undefined });

        expect(await deploy()).toBe(EXIT.notEnabled);

        expect(output()).toContain('It was not enabled before and still is not (manually_disabled).');
    });

    it('waits until the server that answers has the new version', async () => {
        let stale = 2;
        const { apps } = await start({
            before: ({ method, url }) => {
                const isLook = method === 'GET' && url.endsWith(manifest.id) && uploads().length > 0;
                return isLook && stale-- > 0 ? Response.json({ success: true, app: { id: manifest.id, version: '0.0.1', status: 'auto_enabled' } }) : undefined;
            },
        });
        const waits: number[] = [];

        expect(await deploy({}, { wait: (ms) => Promise.resolve(void waits.push(ms)) })).toBe(EXIT.done);

        expect(waits).toEqual([2000, 2000]);
        expect(apps.size).toBe(1);
    });

    it('does not call it done when the server keeps the old version', async () => {
        await start({ before: ({ method, url }) => (method === 'GET' && url.endsWith(manifest.id) ? Response.json({ success: true, app: { id: manifest.id, version: '0.0.1', status: 'auto_enabled' } }) : undefined) });
        server?.apps.set(manifest.id, { id: manifest.id, version: '0.0.1', status: 'auto_enabled', permissionsGranted: [] });

        expect(await failure()).toContain(`but has 0.0.1 instead of ${manifest.version}`);
    });
});

describe('consent', () => {
    it('uploads after a yes at the terminal', async () => {
        const { apps } = await start();

        expect(await deploy({ yes: false }, { confirm: () => Promise.resolve(true) })).toBe(EXIT.done);

        expect(apps.size).toBe(1);
    });

    it('uploads nothing after a no', async () => {
        await start();

        expect(await failure({ yes: false }, { confirm: () => Promise.resolve(false) })).toContain('Nothing was uploaded.');

        expect(uploads()).toEqual([]);
    });

    it('uploads nothing without --yes when nobody can be asked', async () => {
        await start();

        await expect(deploy({ yes: false })).rejects.toBeInstanceOf(UsageError);

        expect(uploads()).toEqual([]);
    });

    it('uploads nothing in a dry run, but checks the server', async () => {
        await start();

        expect(await deploy({ dryRun: true, yes: false })).toBe(EXIT.done);

        expect(uploads()).toEqual([]);
        expect(server?.requests).toHaveLength(3);
        expect(output()).toContain('Without --dry-run this would install the app.');
    });
});

describe('what the server may answer', () => {
    it.each<[string, DoubleOptions, RegExp]>([
        ['a user who may not manage apps', { mayManageApps: false }, /may not manage apps[^]*manage-apps/],
        ['the same on Rocket.Chat 8', { mayManageApps: false, version: '8.4.0' }, /may not manage apps[^]*manage-apps/],
        ['a two-factor code that is missing', { secondFactor: { code: '123456', method: 'totp' } }, /asks for a two-factor code[^]*ROCKETCHAT_CODE/],
        ['a package above the upload limit', { maxFileSize: 1000 }, /larger than the server's limit[^]*Maximum File Upload Size/],
        ['a proxy with a limit', { before: ({ method }) => (method === 'POST' ? new Response('<html>413</html>', { status: 413 }) : undefined) }, /proxy in front of the server[^]*client_max_body_size/],
        ['private apps that are switched off', { privateAppsDisabled: true }, /DISABLE_PRIVATE_APP_INSTALLATION/],
        ['a release that is too old', { version: '6.5.1' }, /6\.5 is too old[^]*7\.0 or newer/],
        ['an engine that is too old', { version: '6.12.0', engine: '1.45.0' }, /Apps-Engine is too old[^]*Update Rocket\.Chat/],
        ['too many requests', { before: ({ url }) => (url.endsWith('/me') ? Response.json({ success: false, error: 'Error, too many requests [error-too-many-requests]' }, { status: 429 }) : undefined) }, /too many requests/],
        ['a server error with words', { before: ({ method }) => (method === 'POST' ? Response.json({ success: false, error: 'spawn deno ENOENT' }, { status: 500 }) : undefined) }, /status 500\. The server says: spawn deno ENOENT/],
        ['another program', { before: () => new Response('<h1>It works!</h1>') }, /no Rocket\.Chat at this address/],
        ['a redirect', { before: () => new Response(null, { status: 302, headers: { location: 'https://chat.example.org/' } }) }, /redirects to https:\/\/chat\.example\.org\/\.[^]*not sent there/],
    ])('explains %s', async (_name, options, expected) => {
        const { apps } = await start(options);

        expect(await failure()).toMatch(expected);

        expect(apps.size).toBe(0);
    });

    it('explains a token that is not accepted', async () => {
        await start();

        expect(await failure({ credentials: { token: 'revoked-token', userId: USER_ID } })).toContain('does not accept the token');
    });

    it('sends the two-factor code with its method', async () => {
        const { apps } = await start({ secondFactor: { code: '123456', method: 'email' } });
        const credentials = { token: TOKEN, userId: USER_ID };

        expect(await failure({ credentials: { ...credentials, secondFactor: { code: '123456', method: 'totp' } } })).toContain('does not accept the two-factor code');
        expect(await deploy({ credentials: { ...credentials, secondFactor: { code: '123456', method: 'email' } } })).toBe(EXIT.done);

        expect(apps.size).toBe(1);
    });

    it('never repeats the token, even when the server does', async () => {
        await start({ before: ({ method }) => (method === 'POST' ? Response.json({ success: false, error: `bad header x-auth-token: ${TOKEN}\n\u001b[31mred` }, { status: 400 }) : undefined) });

        expect(await failure()).toContain('bad header x-auth-token: [redacted] [31mred');
    });

    it('gives up on a server that does not answer', async () => {
        await start({ before: () => new Promise(() => undefined) });

        expect(await failure({}, { timeouts: { read: 60, upload: 60 } })).toContain('did not answer within 0.06 s');
    });

    it('explains a port on which nothing listens', async () => {
        const { url } = await start();
        await server?.stop();
        server = undefined;

        expect(await failure({ url })).toMatch(/can't be reached \(ECONNREFUSED\)/);
    });

    it('explains a package that the server cannot read', async () => {
        await start();
        const path = join(folder, 'broken.zip');
        await writeFile(path, 'not a zip');

        expect(await failure({}, { makePackage: () => Promise.resolve({ ...zip, path }) })).toMatch(/Installing failed with status 400/);
    });
});

describe('editions', () => {
    it('says why the Community edition leaves the app disabled, and the way out', async () => {
        const { apps } = await start({ edition: 'community' });

        expect(await deploy()).toBe(EXIT.notEnabled);

        expect(apps.get(manifest.id)?.status).toBe('initialized');
        expect(output()).toMatch(/has not enabled it[^]*Community edition cannot enable private apps[^]*Starter plan/);
    });

    it('says that the Community edition cannot update one from before', async () => {
        const { apps } = await start({ edition: 'community' });
        apps.set(manifest.id, { id: manifest.id, version: '0.0.1', status: 'auto_enabled', permissionsGranted: undefined });

        expect(await failure()).toContain('can\'t update private apps');

        expect(apps.get(manifest.id)?.version).toBe('0.0.1');
    });

    it('installs on a Community edition before 7.0', async () => {
        await start({ edition: 'community', version: '6.13.0' });

        expect(await deploy()).toBe(EXIT.done);
    });

    it('tells a fault from a missing licence', async () => {
        await start({ started: 'error_disabled' });

        expect(await deploy()).toBe(EXIT.notEnabled);

        expect(output()).toContain('The app failed when the server started it.');
        expect(output()).not.toContain('Community');
    });
});

describe('the double', () => {
    it('opens packages by the engine\'s own parser', async () => {
        const { apps } = await start();
        const other = await packageOfVersion('0.9.0');

        await deploy({}, { makePackage: () => Promise.resolve(other) });

        expect(apps.get(manifest.id)?.version).toBe('0.9.0');
    });
});
