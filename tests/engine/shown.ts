import type { EphemeralMessage } from '../../playground/host/workspace/events';
import type { MessageView } from '../../playground/host/workspace/message-view';
import type { MessageRecord } from '../../playground/host/workspace/records';
import { controlsOf, type Control } from '../../playground/terminal/controls';
import { renderMessage } from '../../playground/terminal/render';

type AnyMessage = MessageView<MessageRecord> | MessageView<EphemeralMessage>;

/** One message that clients were told of. */
export interface Shown {
    readonly kind: 'message' | 'updated' | 'ephemeral';
    /** Who sees it, when not everybody. */
    readonly user?: string;
    /** As a person reads it: blocks or text, attachments, buttons with their numbers. */
    readonly text: string;
    readonly failed: boolean;
    readonly message: AnyMessage;
    readonly controls: readonly Control[];
}

export function shownMessage(kind: Shown['kind'], message: AnyMessage): Shown {
    const place = kind === 'ephemeral' ? { ephemeral: true as const, messageId: message.id, room: message.roomId } : { messageId: message.id, room: message.roomId };
    return {
        kind,
        text: renderMessage(message, place, 1).text,
        failed: message.blocks?.some(({ blockId }) => blockId?.startsWith('failed.')) ?? false,
        message,
        controls: controlsOf(message.blocks ?? [], place),
    };
}

/** Without what a later message with the same id has replaced. */
export function latestOnly(shown: readonly Shown[]): Shown[] {
    return shown.filter((entry, index) => !shown.slice(index + 1).some((later) => later.message.id === entry.message.id));
}

/** The one thing that was shown; anything else is an error that lists what was. */
export function only(shown: readonly Shown[]): Shown {
    const [first, ...more] = shown;
    if (!first || more.length > 0) {
        throw new Error(`Expected one answer, got ${shown.length}:\n${shown.map(({ text }) => text).join('\n---\n')}`);
    }
    return first;
}

/** The data of an answer to `--format json`, as a machine reads it: the code block of the message or of its attachment. */
export function jsonOf(shown: readonly Shown[]): unknown {
    const { message } = only(shown);
    const text = message.text === '' ? (message.attachments?.[0]?.text ?? '') : message.text;
    const body = /^```json\n([\s\S]*)\n```$/.exec(text)?.[1];
    if (body === undefined) {
        throw new Error(`No JSON block: ${text.slice(0, 200)}`);
    }
    return JSON.parse(body.replaceAll('\u200b', ''));
}
