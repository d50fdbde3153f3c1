import { createHash } from 'node:crypto';
import type { AppUnderTest, Place } from './app-under-test';
import { eventually } from './deployment-request';
import { shownMessage, type Shown } from './shown';

const BOT = 'hf-teamflow.bot';

export interface PostedFile {
    readonly name: string;
    readonly sha256: string;
    readonly bytes: Uint8Array;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A thread in which files are pulled or pushed, as people find it on any server. Jobs run only where this says so. */
export class TransferThread {
    private constructor(
        readonly app: AppUnderTest,
        private readonly place: { readonly user: string; readonly room: string; readonly threadId: string },
    ) {}

    static async open(app: AppUnderTest, { user = 'alice', room = 'general' }: Omit<Place, 'threadId'> = {}): Promise<TransferThread> {
        const root = await app.host.post({ user, room, text: 'About some files' });
        return new TransferThread(app, { user, room, threadId: root?.id ?? '' });
    }

    /** The same thread on another server. */
    on(app: AppUnderTest): TransferThread {
        return new TransferThread(app, this.place);
    }

    /** Types `/hf …` into the thread; answers what its author was told. */
    type(words: string, user = this.place.user): Promise<Shown[]> {
        return this.app.hf(words, { ...this.place, user });
    }

    async upload(files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
        for (const [name, content] of Object.entries(files)) {
            await this.app.host.upload({ ...this.place, name, bytes: Buffer.from(content) });
        }
    }

    /** What the app has posted into the thread for everybody, as it stands now. */
    async messages(): Promise<Shown[]> {
        const { room, threadId } = this.place;
        const replies = await this.app.host.messages(room, { threadId });
        return replies.filter(({ sender }) => sender === BOT).map((message) => shownMessage('message', message));
    }

    /** Runs jobs on this server until the newest message of the app in the thread says this. */
    until(words: RegExp): Promise<Shown> {
        return eventually(async () => {
            await this.app.host.runDueJobs();
            const newest = (await this.messages()).at(-1);
            return newest && words.test(newest.text) ? newest : undefined;
        }, async () => (await this.messages()).map(({ text }) => text).join('\n---\n'));
    }

    /** Files that the app has put into the room since the thread began, oldest first. */
    async files(): Promise<PostedFile[]> {
        const { room, threadId } = this.place;
        const messages = await this.app.host.messages(room);
        const since = messages.slice(messages.findIndex(({ id }) => id === threadId) + 1).filter(({ sender }) => sender === BOT);
        return Promise.all(since.flatMap(({ files = [] }) => files).map(async ({ id, name }) => {
            const bytes = (await this.app.host.uploadBytes(id)) ?? new Uint8Array();
            return { name, bytes, sha256: sha256(bytes) };
        }));
    }

    /** Resolves when the app has put a file into the room, from the `since`th thing that was shown on. */
    async untilFile(since: number): Promise<void> {
        await this.app.waitFor(({ message }) => message.sender === BOT && (message.files?.length ?? 0) > 0, since);
    }
}

/** The SHA-256 of these files of a repository's main branch at the Hub, by path. */
export function hashesAtHub({ hub }: AppUnderTest, type: 'model' | 'dataset' | 'space', id: string): Record<string, string> {
    const repo = hub.state.findRepo(type, id);
    const files = repo?.commits.get(repo.branches.get('main') ?? '')?.files.values() ?? [];
    return Object.fromEntries([...files].map(({ path, bytes }) => [path, bytes.sha256()]));
}
