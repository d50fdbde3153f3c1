import type { MessageView } from '../../playground/host/workspace/message-view';
import { approvalTitle } from '../../ui/approval-view';
import type { AppUnderTest, Place } from './app-under-test';
import { shownMessage, type Shown } from './shown';

/** How long a change is waited for, milliseconds: a step towards a target waits ten seconds by itself. */
const PATIENCE_MS = 25_000;

/** What was shown to this user alone; jobs may post into the room meanwhile. */
export const toldTo = (user: string, shown: readonly Shown[]): Shown[] => shown.filter((entry) => entry.kind === 'ephemeral' && entry.user === user);

/** Text as it reads: without what keeps names from being mentions. */
export const readable = (text: string): string => text.replaceAll('\u200b', '');

/** Asks again and again until there is an answer. `seen` says in the error what there was instead. */
export async function eventually<T>(look: () => Promise<T | undefined>, seen: () => Promise<string> | string): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; ;) {
        const found = await look();
        if (found !== undefined) {
            return found;
        }
        if (Date.now() > end) {
            throw new Error(`Waited in vain. There is: ${await seen()}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** A request for a deployment as people find it in its room, whichever server they are on. */
export class DeploymentRequest {
    private constructor(
        private readonly app: AppUnderTest,
        readonly id: string,
        readonly messageId: string,
        /** The first message of the thread: the request itself, unless it was asked for in a thread. */
        readonly threadId: string,
    ) {}

    /** Types `/hf deploy …`, whoever may see what it shows, and waits until the request and its status card are posted. */
    static async ask(app: AppUnderTest, words: string, place: Place = {}): Promise<DeploymentRequest> {
        return DeploymentRequest.posted(app, toldTo(place.user ?? 'alice', await app.hf(`${words} --show-private`, place)), place);
    }

    /** The same for a request whose maker was shown this. */
    static async posted(app: AppUnderTest, answer: readonly Shown[], { room = 'general', threadId }: Omit<Place, 'user'> = {}): Promise<DeploymentRequest> {
        const text = answer.map((shown) => shown.text).join('\n');
        const shortId = /^Your request `(\w{6})`/.exec(text)?.[1];
        if (shortId === undefined) {
            throw new Error(`Nothing was asked for: ${text}`);
        }
        const [id, messageId] = await eventually(async () => {
            const messages = await app.host.messages(room, threadId === undefined ? {} : { threadId });
            return messages.map((message) => [buttonValue(message) ?? '', message.id] as const).find(([value]) => value.startsWith(shortId));
        }, () => app.shown.map((shown) => shown.text).join('\n---\n'));
        const request = new DeploymentRequest(app, id, messageId, threadId ?? messageId);
        await request.until(() => true);
        return request;
    }

    get shortId(): string {
        return this.id.slice(0, 6);
    }

    /** As views write it. */
    title(of: string): string {
        return readable(approvalTitle({ shortId: this.shortId, title: of }));
    }

    /** The same request, looked at and acted on through another server. */
    on(app: AppUnderTest): DeploymentRequest {
        return new DeploymentRequest(app, this.id, this.messageId, this.threadId);
    }

    async message(): Promise<Shown> {
        const message = await this.app.host.message(this.messageId);
        if (!message) {
            throw new Error('The request is gone.');
        }
        const shown = shownMessage('message', message);
        return { ...shown, text: readable(shown.text) };
    }

    /** What the app said of the request in its thread, oldest first. */
    async replies(): Promise<Shown[]> {
        const { room } = (await this.message()).message;
        const replies = await this.app.host.messages(room, { threadId: this.threadId });
        return replies.filter(({ id }) => id !== this.messageId).map((message) => shownMessage('message', message)).map((shown) => ({ ...shown, text: readable(shown.text) })).filter(({ message, text }) => message.sender === 'hf-teamflow.bot' && text.includes(`\`${this.shortId}\``));
    }

    /** Replies beside the status card. */
    async notices(): Promise<Shown[]> {
        return (await this.replies()).slice(1);
    }

    /** The status card once it fits. */
    until(fits: (card: Shown) => boolean): Promise<Shown> {
        return eventually(async () => (await this.replies()).slice(0, 1).find(fits), async () => (await this.replies()).map(({ text }) => text).join('\n---\n'));
    }

    /** The status card once it says this. */
    untilSays(text: string): Promise<Shown> {
        return this.until((card) => card.text.includes(text));
    }

    /** The `n`th notice that says this, once it is there. */
    told(text: string, n = 1): Promise<Shown> {
        return eventually(async () => (await this.notices()).filter((notice) => notice.text.includes(text))[n - 1], async () => (await this.replies()).map((reply) => reply.text).join('\n---\n'));
    }

    /** What the user was told in private about their reaction. */
    async react(user: string, emoji: string, on = true): Promise<Shown[]> {
        return toldTo(user, await this.app.during(() => this.app.host.react({ user, messageId: this.messageId, emoji, on })));
    }

    /** Presses a button of the request or of its status card; answers what the user was told. */
    async press(label: string, user: string): Promise<Shown[]> {
        const from = [await this.message(), ...(await this.replies())].reverse();
        return toldTo(user, await this.app.press(from, label, user));
    }

    /** All of them approve by the button, at the same time. */
    async approvedBy(...users: readonly string[]): Promise<void> {
        await Promise.all(users.map(async (user) => {
            const [told] = await this.press('Approve', user);
            if (!told || told.failed) {
                throw new Error(`${user} could not approve: ${told?.text ?? 'no answer'}`);
            }
        }));
    }
}

/** What the button that marks a request carries: the request's id. The status card has the same button; it comes later. */
const buttonValue = (message: MessageView): string | undefined => shownMessage('message', message).controls.find(({ actionId }) => actionId === 'approval.approve')?.value;
