import type { Host, HostOptions } from './host-api';
import type { FromChild, ToChild } from './host-process-messages';
import { startHost } from './start-host';
import { WorkspaceError } from './workspace/workspace-error';

// The program of a host in a process of its own: calls come in as messages, results and events go out.

let host: Host | undefined;

async function perform({ method, args }: ToChild): Promise<unknown> {
    if (method === 'start') {
        host = await startHost(args[0] as HostOptions);
        host.on((event) => send({ event }));
        return undefined;
    }
    const target = host as unknown as Record<string, ((...args: unknown[]) => Promise<unknown>) | undefined> | undefined;
    const call = target?.[method];
    if (!call) {
        throw new Error(`A host has no ${method}`);
    }
    return call.apply(host, args);
}

function send(message: FromChild): void {
    process.send?.(message);
}

async function answer(call: ToChild): Promise<void> {
    try {
        send({ id: call.id, result: await perform(call) });
    } catch (error) {
        const known = error instanceof WorkspaceError ? { code: error.code, reason: error.reason } : undefined;
        send({ id: call.id, error: known ?? { reason: error instanceof Error ? error.message : String((error as { message?: unknown }).message) } });
    }
}

process.on('message', (call) => void answer(call as ToChild));
process.on('disconnect', () => process.exit(0));
