export { type Account, accountId, type AccountKind, type AccountLookup, Accounts, type NewAccount } from './accounts';
export { type ApprovalRecord, Approvals, type OpenApproval } from './approvals';
export { association, joined } from './association';
export { AuditTrail, dayOf, type WaitingRecord } from './audit-trail';
export { type MalformedRecord, newId, type PersistenceDeps } from './deps';
export {
    type DeviceFlow,
    type DeviceFlowOutcome,
    DeviceFlows,
    type DeviceFlowStart,
    type DeviceFlowStatus,
    type Settled,
} from './device-flows';
export { type ClaimedItem, type DueItem, DueList, type DueListDeps, LEASE_MS, type NewDueItem, SETTLE_MS } from './due-list';
export { type Fact, ordered } from './fact';
export { type FieldCache, fieldCache } from './field-ledger';
export { Heartbeat } from './heartbeat';
export { type Key } from './key-material';
export { KeyMemory, KeyRing, type KeyRingDeps, type KeyStrength } from './keys';
export { type Leak, LEAK_LIFETIME_MS, type LeakOutcome, Leaks, type OpenedLeak } from './leaks';
export { fold, Ledger, type NewFact } from './ledger';
export { type PendingLogin, PendingLogins } from './pending-logins';
export { engineStore, ReadOnlyStoreError, type Store } from './port';
export { type PreferenceChange, Preferences, type UserPreferences } from './preferences';
export { type RecordKind, Records } from './records';
export { type RoomChange, RoomSettings, type RoomSwitches } from './room-settings';
export { snapshotOf } from './snapshot';
export { MAX_PIECE_BYTES, MAX_SPILLED_BYTES, Spill, SPILL_LIFETIME_MS } from './spill';
export { type Opened, Vault } from './vault';
export { type StoredWatch, Watches } from './watches';
