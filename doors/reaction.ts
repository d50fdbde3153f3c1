import type { IMessage, IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import type { ProcessState } from '../context/engine/process-state';
import { enter } from '../context/engine/enter';
import { approvalReaction } from '../handlers/approval-reaction';
import { emojiVote } from '../services/workflows/approval';
import type { Accessors } from './interaction';

/** The button that marks a message as a request: its value is the request's id. */
const MARK = 'approval.approve';

/**
 * Called for every reaction in the workspace, so what is not ours is told from the event alone, without a round trip: the sign
 * has to mean something, and the message has to be an app's with our button. Whether it really is a request's is looked up.
 */
export async function reacted(state: ProcessState, context: IMessageReactionContext, accessors: Accessors): Promise<void> {
    const { message, user, reaction, isReacted } = context;
    const person: string = user.type;
    const id = emojiVote(reaction) === undefined || person !== 'user' ? undefined : requestOf(message);
    if (id === undefined || !message.id) {
        return;
    }
    const event = { id, messageId: message.id, emoji: reaction, on: isReacted, reactions: usernames(message) };
    await enter(state, { ...accessors, user, room: message.room, threadId: message.threadId }, (ctx) => approvalReaction(ctx, event), { quiet: true });
}

function requestOf({ sender, blocks }: IMessage): string | undefined {
    const author: string = sender.type;
    return author === 'app' ? buttonsOf(blocks).find(({ actionId }) => actionId === MARK)?.value : undefined;
}

interface StoredButton {
    readonly actionId?: string;
    readonly value?: string;
}

/** Blocks arrive as they were stored; the engine's type of them is a union of several versions. */
function buttonsOf(blocks: unknown): readonly StoredButton[] {
    const all = Array.isArray(blocks) ? (blocks as ReadonlyArray<{ readonly elements?: readonly StoredButton[] }>) : [];
    return all.flatMap(({ elements }) => elements ?? []);
}

/** The engine declares a list where the server has one entry per emoji. */
function usernames({ reactions }: IMessage): Readonly<Record<string, readonly string[]>> {
    const entries = Object.entries((reactions ?? {}) as unknown as Readonly<Record<string, { readonly usernames: readonly string[] }>>);
    // Taken apart, because the engine makes every `.usernames` of an app's code wait for a promise.
    return Object.fromEntries(entries.map(([emoji, { usernames: people }]) => [emoji, people]));
}
