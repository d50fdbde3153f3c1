import type { IMessageBuilder } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { ProcessState } from '../context/engine/process-state';
import type { EngineCall } from '../context/engine/call';
import { enter } from '../context/engine/enter';
import { engineLog } from '../context/engine/log';
import { openStores } from '../context/engine/stores';
import { logFailure } from '../context/boundary';
import { recordLeak } from '../context/record-leak';
import { within } from '../context/within';
import { offerRevocation } from '../handlers/leak-guard';
import { linksHub, showLinkCards } from '../handlers/link-card';
import { carriesToken, maskTokens, mentionsMask } from '../services/hub';
import type { Accessors } from './interaction';
import { textsOf, withTexts } from './message-texts';

/** Decided from the message alone, because it is asked for every message of the workspace. */
export function needsMasking(message: IMessage): boolean {
    return textsOf(message).some(carriesToken);
}

/** Each kept token costs the store some round trips, and a message may hold thousands of made-up ones. All are masked. */
const MAX_KEPT = 5;
/** The message waits for us, and goes out unmasked when we take too long: a second on older servers, half a minute since 7.1. Milliseconds. */
const KEEP_WITHIN_MS = 700;

/** Masks tokens before the server stores the message, and keeps them sealed for their author to revoke. */
export async function maskMessage(
    state: ProcessState,
    { message, builder }: { readonly message: IMessage; readonly builder: IMessageBuilder },
    accessors: Pick<Accessors, 'read' | 'persistence' | 'logger'>,
): Promise<IMessage> {
    const masked = maskAll(message, builder);
    // Nobody would decide about the tokens of a bot.
    if (isPerson(message.sender)) {
        await within(KEEP_WITHIN_MS, () => keep(state, { message, tokens: [...masked.tokens].slice(0, MAX_KEPT) }, accessors));
    }
    return masked.message;
}

async function keep(state: ProcessState, { message, tokens }: { readonly message: IMessage; readonly tokens: readonly string[] }, accessors: Pick<Accessors, 'read' | 'persistence' | 'logger'>): Promise<void> {
    try {
        const stores = await openStores(state, accessors);
        await Promise.all(tokens.map((token) => recordLeak(stores, { authorId: message.sender.id, roomId: message.room.id, token })));
    } catch (error) {
        // The mask matters more than the button: without the record there is nothing to offer.
        logFailure(engineLog(accessors.logger), error, 'leak-guard');
    }
}

function maskAll(message: IMessage, builder: IMessageBuilder): { readonly message: IMessage; readonly tokens: ReadonlySet<string> } {
    const tokens = new Set<string>();
    const mask = (text: string): string => {
        const result = maskTokens(text);
        result.tokens.forEach((token) => tokens.add(token));
        return result.text;
    };
    if (message.text) {
        builder.setText(mask(message.text));
    }
    if (message.attachments) {
        builder.setAttachments(message.attachments.map((attachment) => withTexts(attachment, mask)));
    }
    return { message: builder.getMessage(), tokens };
}

/** Decided from the message alone, as above. Our own messages and those of bots are nobody's to answer. */
export function concernsUs(message: IMessage): boolean {
    return isPerson(message.sender) && textsOf(message).some((text) => mentionsMask(text) || linksHub(text));
}

function isPerson(user: IUser): boolean {
    const type: string = user.type;
    return type === 'user';
}

/** After a message of a person was stored: offers to revoke what was masked, shows cards for what is linked. */
export async function afterMessage(state: ProcessState, message: IMessage, accessors: Accessors, edited: boolean): Promise<void> {
    const call: EngineCall = { ...accessors, user: message.sender, room: message.room, ...(message.threadId && { threadId: message.threadId }) };
    const texts = textsOf(message);
    if (texts.some(mentionsMask)) {
        await enter(state, call, (ctx) => offerRevocation(ctx), { quiet: true });
    }
    // An edit brings no second card.
    if (!edited && message.text && linksHub(message.text)) {
        const text = message.text;
        await enter(state, call, (ctx) => showLinkCards(ctx, text), { quiet: true });
    }
}
