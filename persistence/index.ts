export { association, joined } from './association';
export { type MalformedRecord, newId, type PersistenceDeps } from './deps';
export { type Fact, ordered, type Replaced } from './fact';
export { fold, Ledger, type NewFact } from './ledger';
export { engineStore, ReadOnlyStoreError, type Store } from './port';
export { type RecordKind, Records } from './records';
export { snapshotOf } from './snapshot';
