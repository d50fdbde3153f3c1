import type { StoreDatabase } from '../store/database';
import { fromStored, toStored } from '../store/stored-value';
import type { MessageRecord, Reactions } from './records';

interface Row {
    json: string;
}

const read = (row: Row): MessageRecord => fromStored<MessageRecord>(row.json);

export interface MessageQuery {
    roomId: string;
    /** Default: everything. */
    limit?: number;
    skip?: number;
    newestFirst?: boolean;
    /** Default: true. */
    withReplies?: boolean;
}

/** The messages of a workspace. Rules of who may write what are in send-message and its neighbours. */
export class Messages {
    constructor(private readonly store: StoreDatabase) {}

    byId(id: string): MessageRecord | undefined {
        const row = this.store.get<Row>('SELECT json FROM messages WHERE id = ?', id);
        return row && read(row);
    }

    /** Messages of a room, oldest first, without system messages. */
    inRoom({ roomId, limit = -1, skip = 0, newestFirst = false, withReplies = true }: MessageQuery): MessageRecord[] {
        const order = newestFirst ? 'DESC' : 'ASC';
        return this.store.all<Row>(
            `SELECT json FROM messages WHERE room_id = ? AND json_extract(json, '$.type') IS NULL ${withReplies ? '' : 'AND thread_id IS NULL'}
             ORDER BY created_at ${order}, seq ${order} LIMIT ? OFFSET ?`,
            roomId, limit, skip,
        ).map(read);
    }

    /** Replies in a thread, oldest first, without its root. */
    inThread(threadId: string): MessageRecord[] {
        return this.store.all<Row>('SELECT json FROM messages WHERE thread_id = ? ORDER BY created_at, seq', threadId).map(read);
    }

    /** The newest `limit` messages of the room itself (no replies) that are older than `before`, oldest first. */
    page({ roomId, before, limit }: { roomId: string; before?: MessageRecord; limit: number }): MessageRecord[] {
        const seq = before && this.store.get<{ seq: number }>('SELECT seq FROM messages WHERE id = ?', before.id)?.seq;
        const [createdAt, until] = before ? [before.createdAt, seq ?? 0] : [Number.MAX_SAFE_INTEGER, 0];
        return this.store.all<Row>(
            `SELECT json FROM messages WHERE room_id = ? AND thread_id IS NULL AND json_extract(json, '$.type') IS NULL
             AND (created_at, seq) < (?, ?) ORDER BY created_at DESC, seq DESC LIMIT ?`,
            roomId, createdAt, until, limit,
        ).map(read).reverse();
    }

    /** How many messages of others came into the room after `since`, replies included. */
    unreadIn(roomId: string, userId: string, since: number): number {
        return this.store.get<{ n: number }>(
            `SELECT count(*) AS n FROM messages WHERE room_id = ? AND created_at > ? AND json_extract(json, '$.senderId') <> ?
             AND json_extract(json, '$.type') IS NULL`,
            roomId, since, userId,
        )?.n ?? 0;
    }

    countIn(roomId: string): number {
        return this.store.get<{ n: number }>('SELECT count(*) AS n FROM messages WHERE room_id = ?', roomId)?.n ?? 0;
    }

    insert(message: MessageRecord): void {
        this.store.run(
            'INSERT INTO messages (id, room_id, thread_id, created_at, json) VALUES (?, ?, ?, ?, ?)',
            message.id, message.roomId, message.threadId ?? null, message.createdAt, toStored(message),
        );
    }

    /** Writes the whole document, reactions included: whatever came in since it was read is lost. */
    replace(message: MessageRecord): void {
        this.store.run('UPDATE messages SET json = ? WHERE id = ?', toStored(message), message.id);
    }

    /** Writes only the reactions. Undefined when none are left. */
    setReactions(id: string, reactions: Reactions | undefined): void {
        if (reactions) {
            this.store.run("UPDATE messages SET json = json_set(json, '$.reactions', json(?)) WHERE id = ?", toStored(reactions), id);
        } else {
            this.store.run("UPDATE messages SET json = json_remove(json, '$.reactions') WHERE id = ?", id);
        }
    }

    /** Counts a reply on the thread's root. */
    countReply(threadId: string, userId: string): void {
        this.store.transaction(() => {
            const root = this.byId(threadId);
            if (root) {
                const replies = [...new Set([...(root.replies ?? []), userId])];
                this.replace({ ...root, replies, threadCount: (root.threadCount ?? 0) + 1 });
            }
        });
    }

    /** Takes one reply off the root's count. Answers the root, undefined when it is gone. */
    uncountReply(threadId: string): MessageRecord | undefined {
        return this.store.transaction(() => {
            const root = this.byId(threadId);
            const changed = root && { ...root, threadCount: Math.max(0, (root.threadCount ?? 0) - 1) };
            if (changed) {
                this.replace(changed);
            }
            return changed;
        });
    }

    remove(id: string): void {
        this.store.run('DELETE FROM messages WHERE id = ?', id);
    }
}
