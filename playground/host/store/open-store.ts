import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreDatabase } from './database';
import { SCHEMA } from './schema';

/** Opens the workspace kept in `dir`, or makes an empty one. */
export function openStore(dir: string): StoreDatabase {
    mkdirSync(dir, { recursive: true });
    const store = new StoreDatabase(join(dir, 'workspace.db'));
    store.exec(SCHEMA);
    return store;
}
