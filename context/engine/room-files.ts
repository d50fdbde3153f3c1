import type { IMessage, IMessageFile, IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { Buffer } from 'buffer';
import type { Lang } from '../../ui/language';
import { MAX_CHAT_FILE_BYTES, type ChatFile, type Files } from '../files';
import { UserError } from '../user-error';
import type { EngineCall } from './call';
import { mayReadRoom } from './room-access';
import { uploadLimit } from './upload-rules';

/** As many as the server gives at a time. */
const PAGE = 100;
/** Each costs a round trip for its size. */
const MAX_LISTED = 50;
/** How far back a post of the app's own is looked for, in pages: a thousand messages after it in the same room. */
const MAX_PAGES = 10;
/** How far the clocks of two servers may differ, milliseconds. */
const CLOCK_SKEW_MS = 5000;

interface RoomFilesOptions {
    readonly lang: Lang;
    /** The app's own user. */
    readonly appUser: () => Promise<IUser>;
}

/** A message that carries files, as every way of reading messages tells it. */
interface Carrier {
    readonly id: string;
    readonly roomId: string;
    readonly senderId: string;
    readonly at: number;
    readonly files: readonly IMessageFile[];
}

interface Candidate {
    readonly carrier: Carrier;
    readonly file: IMessageFile;
}

/** The files of one call's room and thread. The engine's types promise values where servers answer nothing. */
export class RoomFiles implements Files {
    constructor(
        private readonly call: EngineCall,
        private readonly options: RoomFilesOptions,
    ) {}

    async list(): Promise<readonly ChatFile[]> {
        if (!(await mayReadRoom(this.call, this.call.room))) {
            return [];
        }
        const [carriers, own] = await Promise.all([this.carriersHere(), this.options.appUser()]);
        return this.chatFiles(carriers.filter(({ senderId }) => senderId !== own.id).flatMap(candidatesOf).slice(0, MAX_LISTED));
    }

    async inMessage(messageId: string): Promise<readonly ChatFile[]> {
        const carrier = await this.readableCarrier(messageId);
        return carrier ? this.chatFiles(candidatesOf(carrier)) : [];
    }

    async find(id: string): Promise<ChatFile | undefined> {
        const { messageId, uploadId } = splitId(id);
        const [carrier, own] = await Promise.all([this.readableCarrier(messageId), this.options.appUser()]);
        if (!carrier || carrier.senderId === own.id) {
            return undefined;
        }
        const [file] = await this.chatFiles(candidatesOf(carrier).filter((candidate) => candidate.file._id === uploadId));
        return file;
    }

    async read(file: ChatFile): Promise<Uint8Array> {
        const { lang } = this.options;
        if (file.size > MAX_CHAT_FILE_BYTES) {
            throw new UserError({ key: 'safety.file.too_large', values: { name: file.name, size: lang.bytes(file.size), limit: lang.bytes(MAX_CHAT_FILE_BYTES) } });
        }
        const upload = await this.upload(splitId(file.id).uploadId);
        const bytes: Uint8Array | null | undefined = upload && (await this.call.read.getUploadReader().getBuffer(upload));
        if (!bytes) {
            throw new UserError({ key: 'safety.file.gone', values: { name: file.name } });
        }
        return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }

    async post({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Promise<string> {
        const { lang, appUser } = this.options;
        const [limit, user] = await Promise.all([this.limit(), appUser()]);
        if (bytes.length > limit) {
            throw new UserError(limit === 0 ? { key: 'safety.file.uploads_off' } : { key: 'safety.file.too_large', values: { name, size: lang.bytes(bytes.length), limit: lang.bytes(limit) } });
        }
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const upload = await this.create(name, buffer, user);
        if (!upload) {
            throw new UserError({ key: 'safety.file.no_permission', values: { permission: 'upload.write' } });
        }
        return upload.id;
    }

    async posted({ name, size, since }: { readonly name: string; readonly size: number; readonly since: number }): Promise<string | undefined> {
        const own = await this.options.appUser();
        for (let page = 0; page < MAX_PAGES; page++) {
            const messages = await this.recent({ skip: page * PAGE, inThreads: false });
            const fits = messages.filter(({ senderId, at }) => senderId === own.id && at >= since - CLOCK_SKEW_MS);
            for (const { files } of fits) {
                const upload = await this.uploadOf(files, { name, size });
                if (upload) {
                    return upload.id;
                }
            }
            if (messages.length < PAGE || messages.some(({ at }) => at < since - CLOCK_SKEW_MS)) {
                return undefined;
            }
        }
        return undefined;
    }

    limit(): Promise<number> {
        return uploadLimit(this.call.read, this.call.room);
    }

    /** What the server refuses it says itself: its lists of media types, an app that forbids it, no space left. */
    private async create(filename: string, buffer: Buffer, user: IUser): Promise<IUpload | null | undefined> {
        try {
            return await this.call.modify.getCreator().getUploadCreator().uploadBuffer(buffer, { filename, room: this.call.room, user });
        } catch (error) {
            throw new UserError({ key: 'safety.file.refused', values: { name: filename, reason: error instanceof Error ? error.message : '' } });
        }
    }

    private async uploadOf(files: readonly IMessageFile[], { name, size }: { readonly name: string; readonly size: number }): Promise<IUpload | undefined> {
        const named = files.filter((file) => file.name === name);
        const uploads = await Promise.all(named.map(({ _id }) => this.upload(_id)));
        return uploads.find((upload) => upload && Number(upload.size) === size);
    }

    /** Messages of the thread or the room that carry files, the newest first. */
    private async carriersHere(): Promise<Carrier[]> {
        const { room, threadId } = this.call;
        if (threadId === undefined) {
            return this.recent({ skip: 0, inThreads: false });
        }
        const thread: readonly IMessage[] | null | undefined = await this.call.read.getThreadReader().getThreadById(threadId);
        if (!thread) {
            throw new UserError({ key: 'safety.file.no_permission', values: { permission: 'threads.read' } });
        }
        // The thread is a client's word, so it may belong to another room. Its root comes twice, its replies in any order.
        const here = thread.filter((message) => message.room.id === room.id && isShown(message)).map(carrierOf);
        return [...new Map(here.map((carrier) => [carrier.id, carrier])).values()].sort((a, b) => b.at - a.at);
    }

    private async recent({ skip, inThreads }: { readonly skip: number; readonly inThreads: boolean }): Promise<Carrier[]> {
        const { read, room } = this.call;
        const options = { limit: PAGE, skip, sort: { createdAt: 'desc' }, showThreadMessages: inThreads } as const;
        const messages: readonly IMessageRaw[] | null | undefined = await read.getRoomReader().getMessages(room.id, options);
        return (messages ?? []).map((message) => ({ id: message.id, roomId: message.roomId, senderId: message.sender._id, at: timeOf(message.createdAt), files: filesOf(message) }));
    }

    private async readableCarrier(messageId: string): Promise<Carrier | undefined> {
        const message: IMessage | null | undefined = messageId === '' ? undefined : await this.call.read.getMessageReader().getById(messageId);
        return message && isShown(message) && (await mayReadRoom(this.call, message.room)) ? carrierOf(message) : undefined;
    }

    /** A server that withholds the permission answers as if there were no upload: where it knows not a single one, that has to be said. */
    private async chatFiles(candidates: readonly Candidate[]): Promise<ChatFile[]> {
        const uploads = await Promise.all(candidates.map(({ file }) => this.upload(file._id)));
        if (candidates.length > 0 && uploads.every((upload) => upload === undefined)) {
            throw new UserError({ key: 'safety.file.untold', values: { n: candidates.length } });
        }
        return candidates.flatMap(({ carrier }, index) => {
            const upload = uploads[index];
            // Clients may have written into a message which upload it carries: one of another room is none of its files.
            return upload?.room.id === carrier.roomId ? [chatFile(carrier, upload)] : [];
        });
    }

    private async upload(id: string): Promise<IUpload | undefined> {
        const upload: IUpload | null | undefined = await this.call.read.getUploadReader().getById(id);
        return upload ?? undefined;
    }
}

/** Not a letter of ids. */
const SEPARATOR = ':';

function splitId(id: string): { readonly messageId: string; readonly uploadId: string } {
    const [messageId = '', uploadId = ''] = id.split(SEPARATOR);
    return { messageId, uploadId };
}

const candidatesOf = (carrier: Carrier): Candidate[] => carrier.files.map((file) => ({ carrier, file }));

function chatFile({ id, at }: Carrier, upload: IUpload): ChatFile {
    return { id: `${id}${SEPARATOR}${upload.id}`, name: upload.name, size: Number(upload.size), by: upload.user?.username ?? '', at };
}

/** Servers that keep the history of messages go on keeping deleted ones, hidden or as a note that there was one. */
function isShown(message: IMessage & { readonly _unmappedProperties_?: { readonly _hidden?: boolean } }): boolean {
    return !message.type && message._unmappedProperties_?._hidden !== true;
}

function carrierOf(message: IMessage): Carrier {
    return { id: message.id ?? '', roomId: message.room.id, senderId: message.sender.id, at: timeOf(message.createdAt), files: filesOf(message) };
}

const timeOf = (date: Date | undefined): number => (date ? new Date(date).getTime() : 0);

/** Older servers tell the first file only. The previews that servers make of pictures are nobody's files. */
function filesOf({ file, files }: { readonly file?: IMessageFile; readonly files?: readonly IMessageFile[] }): readonly IMessageFile[] {
    const all = files ?? (file ? [file] : []);
    return all.filter(({ typeGroup }) => typeGroup !== 'thumb');
}
