import {
    Accounts,
    Approvals,
    AuditTrail,
    DeviceFlows,
    DueList,
    engineStore,
    Heartbeat,
    KeyRing,
    Leaks,
    Ledger,
    PendingLogins,
    Preferences,
    RoomSettings,
    Spill,
    Vault,
    Watches,
    type PersistenceDeps,
} from '../../persistence';
import type { Stores } from '../ctx';
import type { EngineCall } from './call';
import { environmentValue } from './environment-value';
import { engineLog } from './log';
import type { ProcessState } from './process-state';

/** Opens the stores over the accessors of one call. Costs a round trip once per process, for the environment's key. */
export async function openStores(state: Pick<ProcessState, 'appId' | 'clock' | 'rand' | 'storeMemory'>, call: Pick<EngineCall, 'read' | 'persistence' | 'logger'>): Promise<Stores> {
    const memory = state.storeMemory;
    const log = engineLog(call.logger);
    const deps: PersistenceDeps = {
        store: engineStore(call.persistence, call.read.getPersistenceReader()),
        clock: state.clock,
        rand: state.rand,
        onMalformed: (record) => log.error('A stored record can not be read and was skipped', { ...record }),
    };
    const keys = new KeyRing({ ...deps, environment: await environmentValue(state, call, 'TOKEN_KEY'), memory: memory.keys });
    const vault = new Vault(deps, keys);
    return {
        keys,
        vault,
        ledger: new Ledger(deps),
        accounts: new Accounts(deps, vault),
        preferences: new Preferences(deps, memory.preferences),
        roomSettings: new RoomSettings(deps, memory.roomSettings),
        deviceFlows: new DeviceFlows(deps, vault),
        pendingLogins: new PendingLogins(deps, vault),
        leaks: new Leaks(deps, vault),
        approvals: new Approvals(deps),
        audit: new AuditTrail(deps),
        watches: new Watches(deps),
        due: new DueList({ ...deps, wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) }),
        spill: new Spill(deps),
        heartbeat: new Heartbeat(deps, 'tick'),
    };
}
