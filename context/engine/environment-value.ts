import { environmentName } from '../environment';
import type { EngineCall } from './call';
import type { ProcessState } from './process-state';

/** What an admin may set in the server's environment, behind the app's own prefix. */
export type EnvironmentValue = 'TOKEN_KEY' | 'WEBHOOK_SECRET' | 'HF_TOKEN';

/** Costs a round trip once per process; undefined when it is not set. A failed read is not remembered. */
export function environmentValue(state: Pick<ProcessState, 'appId' | 'storeMemory'>, call: Pick<EngineCall, 'read'>, name: EnvironmentValue): Promise<string | undefined> {
    const { environment } = state.storeMemory;
    const known = environment.get(name);
    if (known) {
        return known;
    }
    const reading = read(state.appId, call, name);
    environment.set(name, reading);
    reading.catch(() => environment.delete(name));
    return reading;
}

/** The server lets an app read variables with the app's own prefix, and throws for all others. */
async function read(appId: string, call: Pick<EngineCall, 'read'>, name: EnvironmentValue): Promise<string | undefined> {
    const value: unknown = await call.read.getEnvironmentReader().getEnvironmentVariables().getValueByName(environmentName(appId, name));
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
