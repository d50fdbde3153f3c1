/** A file that somebody put into the chat. */
export interface ChatFile {
    /** Names the message and the file in it. What comes back from a client under this name is a file only if `find` says so. */
    readonly id: string;
    readonly name: string;
    /** Bytes. */
    readonly size: number;
    /** Who put it there: a username. */
    readonly by: string;
    /** When, milliseconds since 1970. */
    readonly at: number;
}

/**
 * The files of the chat, as the user may see them: a file counts if a message that is still there carries it, in a room whose
 * messages the user may read. Every method throws UserError where the server lets the app do none of this.
 */
export interface Files {
    /**
     * Files that people put into the thread or, outside of one, into the room's last hundred messages; the newest first, at most
     * fifty. What the app itself posted is not among them.
     */
    list(): Promise<readonly ChatFile[]>;
    /** All files of one message, in its order, the app's own ones too; none where the user may not read it. */
    inMessage(messageId: string): Promise<readonly ChatFile[]>;
    /** A file by its id, whoever says that id; not one that the app itself posted. */
    find(id: string): Promise<ChatFile | undefined>;
    /** The whole file. Throws UserError when it is gone, or larger than `MAX_CHAT_FILE_BYTES`. */
    read(file: ChatFile): Promise<Uint8Array>;
    /**
     * Posts a file into the room. The server makes a message of it, never one in a thread, and finds the media type by itself.
     * Returns the id of the upload. Throws UserError when the server takes no such file.
     */
    post(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<string>;
    /** The id of an upload that the app posted into this room with this name and size (bytes) since then (ms): for jobs that were killed. */
    posted(file: { readonly name: string; readonly size: number; readonly since: number }): Promise<string | undefined>;
    /** The largest file that can be posted into this room, bytes; 0 where the server takes no files. */
    limit(): Promise<number>;
}

/**
 * The largest file that is read from the chat or posted into it. The server hands over and takes a file only whole, through a pipe whose
 * reader copies all that has come so far with each 64 KiB: 20 MiB take it one second of a processor, 40 MiB three, 100 MiB a minute, in
 * which the process answers nobody and is taken for dead. Measured with @msgpack/msgpack, which both sides of the Apps-Engine read by.
 */
export const MAX_CHAT_FILE_BYTES = 20 * 1024 * 1024;
