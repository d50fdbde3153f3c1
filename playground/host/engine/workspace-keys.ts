import { generateKeyPairSync } from 'node:crypto';
import type { StoreDatabase } from '../store/database';

export interface WorkspaceKeys {
    privateKey: string;
    publicKey: string;
}

/** The RSA pair with which a workspace signs installed apps; all servers of a store use the same one. A new workspace takes `first`, or makes its own. */
export function workspaceKeys(store: StoreDatabase, first?: WorkspaceKeys): WorkspaceKeys {
    return readKeys(store) ?? keepKeys(store, first ?? makeKeys());
}

function readKeys(store: StoreDatabase): WorkspaceKeys | undefined {
    const rows = store.all<{ name: string; pem: string }>('SELECT name, pem FROM keys');
    const privateKey = rows.find((row) => row.name === 'private')?.pem;
    const publicKey = rows.find((row) => row.name === 'public')?.pem;
    return privateKey && publicKey ? { privateKey, publicKey } : undefined;
}

/** A new pair. To find the primes takes a third of a second on average. */
export function makeKeys(): WorkspaceKeys {
    return generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
}

function keepKeys(store: StoreDatabase, pair: WorkspaceKeys): WorkspaceKeys {
    return store.transaction(() => {
        const known = readKeys(store);
        if (!known) {
            store.run("INSERT INTO keys (name, pem) VALUES ('private', ?), ('public', ?)", pair.privateKey, pair.publicKey);
        }
        return known ?? pair;
    });
}
