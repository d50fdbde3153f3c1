import type { StoreDatabase } from '../store/database';
import { meteorId } from '../store/ids';
import { fromStored, toStored } from '../store/stored-value';
import type { Member, RoomRecord, RoomRole } from './records';
import { WorkspaceError } from './workspace-error';

interface RoomRow {
    json: string;
}

interface MemberRow {
    user_id: string;
    roles: string;
    read_at: number;
}

const readRoom = (row: RoomRow): RoomRecord => fromStored<RoomRecord>(row.json);
const readMember = (row: MemberRow): Member => ({ userId: row.user_id, roles: fromStored<RoomRole[]>(row.roles), readAt: row.read_at });

/** The rooms of a workspace and who is in them. */
export class Rooms {
    constructor(private readonly store: StoreDatabase) {}

    byId(id: string): RoomRecord | undefined {
        const row = this.store.get<RoomRow>('SELECT json FROM rooms WHERE id = ?', id);
        return row && readRoom(row);
    }

    byName(name: string): RoomRecord | undefined {
        const row = this.store.get<RoomRow>('SELECT json FROM rooms WHERE name = ?', name);
        return row && readRoom(row);
    }

    /** The room whose name or id this is; throws `error-invalid-room`. */
    demand(nameOrId: string): RoomRecord {
        const room = this.byName(nameOrId) ?? this.byId(nameOrId);
        if (!room) {
            throw new WorkspaceError('error-invalid-room', `Invalid room ${nameOrId}`);
        }
        return room;
    }

    /** The direct-message room of exactly these users. */
    directOf(userIds: string[]): RoomRecord | undefined {
        const wanted = [...userIds].sort().join();
        return this.all().find((room) => room.type === 'd' && this.members(room.id).map((member) => member.userId).sort().join() === wanted);
    }

    all(): RoomRecord[] {
        return this.store.all<RoomRow>('SELECT json FROM rooms ORDER BY rowid').map(readRoom);
    }

    add(room: Omit<RoomRecord, 'id'> & { id?: string }): RoomRecord {
        const record: RoomRecord = { ...room, id: room.id ?? meteorId() };
        this.store.run('INSERT INTO rooms (id, name, json) VALUES (?, ?, ?)', record.id, record.name ?? null, toStored(record));
        return record;
    }

    update(record: RoomRecord): void {
        this.store.run('UPDATE rooms SET name = ?, json = ? WHERE id = ?', record.name ?? null, toStored(record), record.id);
    }

    /** Removes the room with its members and messages. */
    remove(id: string): void {
        this.store.transaction(() => {
            this.store.run('DELETE FROM members WHERE room_id = ?', id);
            this.store.run('DELETE FROM messages WHERE room_id = ?', id);
            this.store.run('DELETE FROM rooms WHERE id = ?', id);
        });
    }

    members(roomId: string): Member[] {
        return this.store.all<MemberRow>('SELECT user_id, roles, read_at FROM members WHERE room_id = ? ORDER BY rowid', roomId).map(readMember);
    }

    member(roomId: string, userId: string): Member | undefined {
        const row = this.store.get<MemberRow>('SELECT user_id, roles, read_at FROM members WHERE room_id = ? AND user_id = ?', roomId, userId);
        return row && readMember(row);
    }

    roomIdsOf(userId: string): string[] {
        return this.store.all<{ room_id: string }>('SELECT room_id FROM members WHERE user_id = ?', userId).map((row) => row.room_id);
    }

    /** Adds a member; one who is already in the room gets these roles. */
    join(roomId: string, member: Member): void {
        this.store.run(
            'INSERT INTO members (room_id, user_id, roles, read_at) VALUES (?, ?, ?, ?) ON CONFLICT (room_id, user_id) DO UPDATE SET roles = excluded.roles',
            roomId, member.userId, toStored(member.roles), member.readAt,
        );
    }

    leave(roomId: string, userId: string): void {
        this.store.run('DELETE FROM members WHERE room_id = ? AND user_id = ?', roomId, userId);
    }

    markRead(roomId: string, userId: string, at: number): void {
        this.store.run('UPDATE members SET read_at = ? WHERE room_id = ? AND user_id = ?', at, roomId, userId);
    }
}
