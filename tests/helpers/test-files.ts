import { MAX_CHAT_FILE_BYTES, type ChatFile, type Files } from '../../context/files';
import { UserError } from '../../context/user-error';
import type { ManualClock } from './persistence-deps';

/** A file in the chat, with where it lies. */
export interface StoredFile extends ChatFile {
    readonly bytes: Uint8Array;
    readonly roomId: string;
    readonly messageId: string;
    readonly threadId: string | undefined;
    /** The app posted it. */
    readonly own: boolean;
}

interface NewFile {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly roomId?: string;
    readonly threadId?: string;
    /** The message that carries it; one of its own when not given. */
    readonly messageId?: string;
    readonly by?: string;
}

/** From where files are seen. */
export interface FilePlace {
    readonly roomId: string;
    readonly threadId: string | undefined;
    readonly mayRead: (roomId: string) => Promise<boolean>;
    readonly step: (step: 'upload' | 'uploaded') => void | Promise<void>;
}

/** The files of a workspace in memory: shared by all servers of a test. */
export class TestFiles {
    readonly all: StoredFile[] = [];
    /** The largest file the server takes, bytes; 0: none. */
    limit = MAX_CHAT_FILE_BYTES;
    private count = 0;

    constructor(private readonly clock: ManualClock) {}

    /** What the app posted, oldest first. */
    get posts(): readonly StoredFile[] {
        return this.all.filter(({ own }) => own);
    }

    /** Somebody puts a file into a room or thread. */
    put({ name, bytes, roomId = 'r-general', threadId, messageId, by = 'alice' }: NewFile): StoredFile {
        return this.add({ name, bytes, roomId, threadId, messageId, by, own: false });
    }

    /** The message is deleted, and the file with it. */
    remove(id: string): void {
        this.all.splice(this.all.findIndex((file) => file.id === id), 1);
    }

    seenFrom({ roomId, threadId, mayRead, step }: FilePlace): Files {
        const readable = async (files: readonly StoredFile[]): Promise<ChatFile[]> => {
            const allowed = await Promise.all(files.map((file) => mayRead(file.roomId)));
            return files.filter((_file, index) => allowed[index]).map(toChatFile);
        };
        return {
            list: () => readable(this.all.filter((file) => !file.own && file.roomId === roomId && file.threadId === threadId).reverse()),
            inMessage: (messageId) => readable(this.all.filter((file) => file.messageId === messageId)),
            find: async (id) => (await readable(this.all.filter((file) => file.id === id && !file.own)))[0],
            read: (file) => this.bytesOf(file),
            post: async ({ name, bytes }) => {
                if (bytes.length > this.limit) {
                    throw new UserError({ key: 'safety.file.refused', values: { name, reason: 'File exceeds allowed size' } });
                }
                await step('upload');
                const { id } = this.add({ name, bytes, roomId, threadId: undefined, messageId: undefined, by: 'hf-teamflow.bot', own: true });
                await step('uploaded');
                return id;
            },
            posted: ({ name, size, since }) => Promise.resolve(this.posts.find((file) => file.roomId === roomId && file.name === name && file.size === size && file.at >= since)?.id),
            limit: () => Promise.resolve(this.limit),
        };
    }

    private bytesOf({ id, name }: ChatFile): Promise<Uint8Array> {
        const found = this.all.find((file) => file.id === id);
        return found ? Promise.resolve(found.bytes) : Promise.reject(new UserError({ key: 'safety.file.gone', values: { name } }));
    }

    private add(file: Omit<StoredFile, 'id' | 'size' | 'at' | 'messageId'> & { readonly messageId: string | undefined }): StoredFile {
        this.count += 1;
        const messageId = file.messageId ?? `file-message${this.count}`;
        const stored = { ...file, messageId, id: `${messageId}:upload${this.count}`, size: file.bytes.length, at: this.clock.now() };
        this.all.push(stored);
        return stored;
    }
}

const toChatFile = ({ id, name, size, by, at }: StoredFile): ChatFile => ({ id, name, size, by, at });
