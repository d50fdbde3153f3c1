import { spawn, type ChildProcess } from 'node:child_process';
import type { Host, HostOptions } from './host-api';
import type { FromChild, ToChild } from './host-process-messages';
import { hostProgram } from './host-program';
import { EventHub } from './workspace/events';
import { WorkspaceError } from './workspace/workspace-error';

/** A host in a process of its own: several of them over one folder are the servers of one workspace. */
export interface HostProcess extends Omit<Host, 'listen' | 'serveEndpoint'> {
    readonly pid: number;
    /** SIGKILL for the host and the app's process, as when a machine loses power. */
    kill(): Promise<void>;
}

type Call = (...args: unknown[]) => Promise<unknown>;

interface Waiting {
    resolve(value: unknown): void;
    reject(error: Error): void;
}

/** Like `startHost`, in a child process. A clock cannot be handed over; `advanceClock` works. */
export async function startHostProcess(options: Omit<HostOptions, 'clock'>): Promise<HostProcess> {
    const remote = new RemoteHost(await hostProgram());
    try {
        await remote.call('start', [options]);
    } catch (error) {
        remote.abandon();
        throw error;
    }
    return remote.asHost();
}

class RemoteHost {
    private readonly child: ChildProcess;
    private readonly events = new EventHub();
    private readonly waiting = new Map<number, Waiting>();
    private readonly exited: Promise<void>;
    private calls = 0;

    /** The program goes in by stdin, so there is no file that could be out of date, or half written by somebody else. */
    constructor(program: string) {
        this.child = spawn(process.execPath, ['--input-type=module', '-'], { stdio: ['pipe', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
        // A process that ends before it has read all tells so by its exit.
        this.child.stdin?.on('error', () => undefined).end(program);
        this.child.on('message', (message) => this.receive(message as FromChild));
        this.exited = new Promise((resolve) => {
            this.child.once('exit', () => {
                this.waiting.forEach((waiting) => waiting.reject(new Error('The host process has ended')));
                this.waiting.clear();
                resolve();
            });
        });
    }

    /** Every method of Host becomes a message; the two that are about this side do not. */
    asHost(): HostProcess {
        const own: Record<string, unknown> = {
            pid: this.child.pid,
            on: this.events.on.bind(this.events),
            kill: () => this.kill(),
            stop: () => this.stop(),
            // A promise is recognised by this name.
            then: undefined,
        };
        return new Proxy(own, {
            get: (target, method): unknown => (method in target ? target[String(method)] : ((...args) => this.call(String(method), args)) satisfies Call),
        }) as unknown as HostProcess;
    }

    call(method: string, args: unknown[]): Promise<unknown> {
        this.calls += 1;
        const id = this.calls;
        return new Promise((resolve, reject) => {
            this.waiting.set(id, { resolve, reject });
            this.child.send({ id, method, args } satisfies ToChild, (error) => {
                if (error) {
                    this.waiting.delete(id);
                    reject(error);
                }
            });
        });
    }

    /** Ends a process that never became a host. */
    abandon(): void {
        this.child.kill('SIGKILL');
    }

    private async stop(): Promise<void> {
        await this.call('stop', []);
        this.child.disconnect();
        await this.exited;
    }

    private async kill(): Promise<void> {
        const appPid = (await this.call('appPid', [])) as number | undefined;
        this.child.kill('SIGKILL');
        if (appPid !== undefined) {
            process.kill(appPid, 'SIGKILL');
        }
        await this.exited;
    }

    private receive(message: FromChild): void {
        if ('event' in message) {
            this.events.emit(message.event);
            return;
        }
        const waiting = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        if ('error' in message) {
            const { code, reason } = message.error;
            waiting?.reject(code === undefined ? new Error(reason) : new WorkspaceError(code, reason));
        } else {
            waiting?.resolve(message.result);
        }
    }
}
