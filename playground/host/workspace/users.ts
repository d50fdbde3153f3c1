import type { StoreDatabase } from '../store/database';
import { meteorId } from '../store/ids';
import { fromStored, toStored } from '../store/stored-value';
import { WorkspaceError } from './workspace-error';
import type { UserRecord } from './records';

interface Row {
    json: string;
}

const read = (row: Row): UserRecord => fromStored<UserRecord>(row.json);

/** The people, bots and apps of a workspace. */
export class Users {
    constructor(private readonly store: StoreDatabase) {}

    byId(id: string): UserRecord | undefined {
        const row = this.store.get<Row>('SELECT json FROM users WHERE id = ?', id);
        return row && read(row);
    }

    byUsername(username: string): UserRecord | undefined {
        const row = this.store.get<Row>('SELECT json FROM users WHERE username = ?', username);
        return row && read(row);
    }

    /** The user whose name or id this is; throws `error-invalid-user`. */
    demand(usernameOrId: string): UserRecord {
        const user = this.byUsername(usernameOrId) ?? this.byId(usernameOrId);
        if (!user) {
            throw new WorkspaceError('error-invalid-user', `Invalid user ${usernameOrId}`);
        }
        return user;
    }

    ofApp(appId: string): UserRecord | undefined {
        return this.all().find((user) => user.appId === appId && user.type === 'app');
    }

    all(): UserRecord[] {
        return this.store.all<Row>('SELECT json FROM users ORDER BY rowid').map(read);
    }

    /** Stores a new user; an id is made when there is none. */
    add(user: Omit<UserRecord, 'id'> & { id?: string }): UserRecord {
        const record: UserRecord = { ...user, id: user.id ?? meteorId() };
        this.store.run('INSERT INTO users (id, username, json) VALUES (?, ?, ?)', record.id, record.username, toStored(record));
        return record;
    }

    update(record: UserRecord): void {
        this.store.run('UPDATE users SET username = ?, json = ? WHERE id = ?', record.username, toStored(record), record.id);
    }

    remove(id: string): boolean {
        this.store.run('DELETE FROM members WHERE user_id = ?', id);
        return this.store.run('DELETE FROM users WHERE id = ?', id) > 0;
    }
}
