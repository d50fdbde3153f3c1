import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import manifest from '../../app.json';
import { ALLOWED_MODULES, bundle } from '../../scripts/bundle';
import { inRoot } from '../../scripts/paths';
import { MESSAGES } from '../../ui/catalogue';

const nodeRequire = createRequire(import.meta.url);

interface LoadedApp {
    getName(): string;
    initialize(extend: unknown, read: unknown): Promise<void>;
}
type AppClass = new (info: unknown, logger: unknown, accessors: unknown) => LoadedApp;

/** What the shell lets an app require; everything else throws. */
function shellRequire(name: string): unknown {
    const module = name.replace(/^node:/, '');
    if (ALLOWED_MODULES.has(module)) {
        return nodeRequire(`node:${module}`);
    }
    if (name.startsWith('@rocket.chat/apps-engine/')) {
        return nodeRequire(name);
    }
    throw new Error(`Module ${name} is not allowed`);
}

/**
 * Loads the bundle the way Rocket.Chat's Node runtime does from 8.8 on: as the body of a function, with `globalThis`
 * shadowed and a closed list of modules (RocketChat/Rocket.Chat, packages/apps/base-runtime, handlers/app/construct.ts).
 */
async function loadInNodeShell(code: string): Promise<AppClass> {
    // The shell does exactly this with an app's code.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const run = new Function('require', `
        const { Buffer } = require('buffer');
        const exports = {};
        const module = { exports };
        const silent = () => undefined;
        const quiet = { log: silent, error: silent, debug: silent, info: silent, warn: silent };
        return (async (exports, module, require, Buffer, console, globalThis, Deno, process) => { ${code}; })(exports, module, require, Buffer, quiet, undefined, undefined, undefined)
            .then(() => module.exports);
    `) as (require: (name: string) => unknown) => Promise<Record<string, AppClass>>;
    const [first] = Object.values(await run(shellRequire));
    if (!first) {
        throw new Error('The bundle exports nothing.');
    }
    return first;
}

interface ShellCommand {
    readonly command: string;
    executor(context: unknown, read: unknown, modify: unknown, http: unknown, persistence: unknown): Promise<void>;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

/** The least of the engine's accessors that a local command asks for; `shown` collects the ephemeral texts. */
function accessors(shown: string[]): { readonly read: unknown; readonly modify: unknown } {
    const read = {
        getEnvironmentReader: () => ({ getSettings: () => ({ getValueById: nothing }), getServerSettings: () => ({ getValueById: nothing }), getEnvironmentVariables: () => ({ getValueByName: nothing }) }),
        getPersistenceReader: () => ({ readByAssociations: () => Promise.resolve([]) }),
        getUserReader: () => ({ getAppUser: () => Promise.resolve({ id: 'app', username: 'hf-teamflow.bot' }) }),
    };
    const notifyUser = (_user: unknown, message: { text: string }): Promise<void> => {
        shown.push(message.text);
        return Promise.resolve();
    };
    return { read, modify: { getNotifier: () => ({ notifyUser }) } };
}

describe('the bundle in the Node shell', () => {
    it('answers a command', async () => {
        const { code } = await bundle(inRoot('HfTeamFlowApp.ts'));
        const App = await loadInNodeShell(code);
        const logger = { debug: () => undefined, info: () => undefined, error: () => undefined };
        const app = new App({ ...manifest }, logger, {});
        const commands: ShellCommand[] = [];
        const provideSlashCommand = (command: ShellCommand): Promise<void> => {
            commands.push(command);
            return Promise.resolve();
        };
        await app.initialize({ settings: { provideSetting: nothing }, scheduler: { registerProcessors: nothing }, api: { provideApi: nothing }, slashCommands: { provideSlashCommand }, ui: { registerButton: nothing } }, {});
        const shown: string[] = [];
        const { read, modify } = accessors(shown);
        const context = {
            getSender: () => ({ id: 'alice', username: 'alice', roles: [], settings: { preferences: { language: 'ja' } } }),
            getRoom: () => ({ id: 'general', slugifiedName: 'general', type: 'c' }),
            getArguments: () => ['help', 'tree'],
            getThreadId: () => undefined,
            getTriggerId: () => undefined,
        };
        await commands[0]?.executor(context, read, modify, {}, {});
        expect(shown).toHaveLength(1);
        expect(shown[0]).toContain('/hf tree');
        expect(shown[0]).toContain(MESSAGES.ja['tree.summary']);
    });

    it('loads, makes the app, and registers the command, the jobs and the endpoint', async () => {
        const { code } = await bundle(inRoot('HfTeamFlowApp.ts'));
        const App = await loadInNodeShell(code);
        const logger = { debug: () => undefined, info: () => undefined, error: () => undefined };
        const app = new App({ ...manifest }, logger, {});
        expect(app.getName()).toBe('HF TeamFlow');

        const registered: string[] = [];
        const note = (name: string): Promise<void> => {
            registered.push(name);
            return Promise.resolve();
        };
        const extend = {
            settings: { provideSetting: ({ id }: { id: string }) => note(`setting ${id}`) },
            scheduler: { registerProcessors: (jobs: ReadonlyArray<{ id: string }>) => Promise.all(jobs.map(({ id }) => note(`job ${id}`))) },
            api: { provideApi: ({ endpoints }: { endpoints: ReadonlyArray<{ path: string }> }) => Promise.all(endpoints.map(({ path }) => note(`endpoint ${path}`))) },
            slashCommands: { provideSlashCommand: ({ command }: { command: string }) => note(`command ${command}`) },
            ui: { registerButton: ({ actionId }: { actionId: string }) => note(`button ${actionId}`) },
        };
        await app.initialize(extend, {});
        expect(registered).toEqual(expect.arrayContaining(['setting hub_url', 'job tick', 'job work', 'endpoint api/compliance', 'button check.file', 'command hf']));
    });

    it('needs nothing of the process it runs in', async () => {
        const { code } = await bundle(inRoot('HfTeamFlowApp.ts'));
        expect(code).not.toMatch(/\bprocess\.env\b/);
        expect(await readFile(inRoot('app.json'), 'utf8')).toContain('HfTeamFlowApp.js');
    });
});
