import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppRuntimeManager } from '@rocket.chat/apps-engine/server/managers/AppRuntimeManager';
import { DenoRuntimeSubprocessController } from '@rocket.chat/apps-engine/server/runtime/deno/AppsEngineDenoRuntime';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { Traffic } from './traffic';

const HOST_DIR = dirname(dirname(fileURLToPath(import.meta.url)));
const REPOSITORY = dirname(dirname(HOST_DIR));

/** The parts of the engine's controller that it keeps to itself and this host needs. */
interface ControllerInternals {
    denoConfigPath: string;
    deno?: ChildProcess;
    options: { timeout: number };
    handleIncomingMessage(message: { payload: { method: string } }): Promise<void>;
}

/** Puts the Deno binary of the npm package in the engine's way; its wrapper script would outlive the engine's SIGKILL. */
export function findDeno(): void {
    const api = createRequire(import.meta.url)('deno/install_api.cjs') as { runInstall(): string };
    const folder = dirname(api.runInstall());
    if (!process.env.PATH?.startsWith(folder)) {
        process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`;
    }
    process.env.DENO_DIR ??= join(REPOSITORY, 'node_modules', '.cache', 'deno');
}

/** The engine's Deno subprocess for one app, watched. */
export class AppProcess {
    private readonly internals: ControllerInternals;
    private aheadMs = 0;

    constructor(readonly controller: DenoRuntimeSubprocessController, traffic: Traffic) {
        this.internals = controller as unknown as ControllerInternals;
        this.internals.denoConfigPath = join(HOST_DIR, 'deno', 'deno.jsonc');
        traffic.watch(this.internals, controller);
        controller.on('ready', () => void (this.aheadMs > 0 && this.tellClock()));
    }

    get pid(): number | undefined {
        return this.internals.deno?.pid;
    }

    /** How long the engine waits for a handler, in milliseconds. */
    setTimeout(ms: number): void {
        this.internals.options.timeout = ms;
    }

    /** By how much the process's clock is ahead of the machine's, in milliseconds; also of those that come after it. */
    async setClockAhead(ms: number): Promise<void> {
        this.aheadMs = ms;
        await this.tellClock();
    }

    /** Kills the process as a crash would, and waits until the engine has a new one that is set up. */
    async crash(): Promise<void> {
        const { pid } = this;
        if (pid === undefined) {
            throw new Error('The app has no process');
        }
        process.kill(pid, 'SIGKILL');
        while (this.pid === pid || this.pid === undefined || this.controller.getProcessState() !== 'ready' || !(await this.answers())) {
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        // A status that was asked for meanwhile is remembered as unknown for five minutes, unless a process exits.
        this.controller.emit('processExit', null);
    }

    private async tellClock(): Promise<void> {
        await this.controller.sendRequest({ method: 'ping:clock', params: [this.aheadMs] });
    }

    /** The engine calls a process ready before it has initialised the app, and again afterwards. */
    private async answers(): Promise<boolean> {
        const status = await this.controller.getStatus().catch(() => 'unknown');
        return status.endsWith('_enabled') && this.controller.getProcessState() === 'ready';
    }
}

/** Makes the engine start apps under this host's Deno configuration; answers the processes it starts. */
export function useDeno(manager: AppManager, traffic: Traffic): Map<string, AppProcess> {
    const processes = new Map<string, AppProcess>();
    const runtime = new AppRuntimeManager(manager, (owner, appPackage, item) => {
        const controller = new DenoRuntimeSubprocessController(owner, appPackage, item);
        processes.set(appPackage.info.id, new AppProcess(controller, traffic));
        return controller;
    });
    Object.assign(manager, { runtime });
    return processes;
}
