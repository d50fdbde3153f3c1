import type { IMessageAttachment } from '@rocket.chat/apps-engine/definition/messages';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { MESSAGE_LIMIT, splitText, truncate } from '../../ui/text';
import type { Attachment, View } from '../../ui/view';
import { foreignSafe } from './foreign-safe';
import { toBlocks } from './to-blocks';

/** The part of an engine message that a view decides. */
export type MessageContent = Pick<IMessage, 'text' | 'blocks' | 'attachments' | 'groupable' | 'parseUrls'>;

/** Machines that read the chat (our own terminal among them) learn from this block id that the command failed. */
const FAILED = 'failed';

export interface RenderOptions {
    readonly appId: string;
    /** Become part of the block ids, so that a click tells which ephemeral message it came from, and in which thread that stood. */
    readonly messageId?: string;
    readonly threadId?: string | undefined;
}

/** Clients show the blocks: of the text, notifications show the beginning. The rest is room for mentions. */
const TEXT_BESIDE_BLOCKS = MESSAGE_LIMIT - 500;
/** More would be a crowd, not reviewers. */
const MAX_MENTIONS = 20;
/** The server takes usernames as its setting `UTF8_User_Names_Validation` says; these are its defaults. */
const USERNAME = /^[\w.-]{1,60}$/;

/** Puts the people who are to be notified in front: the server finds them in the text, whatever the blocks show. */
function withMentions(text: string, usernames: readonly string[] = []): string {
    const people = [...new Set(usernames)].filter((name) => USERNAME.test(name) && name !== 'all' && name !== 'here').slice(0, MAX_MENTIONS);
    return people.length === 0 ? text : `${people.map((name) => `@${name}`).join(' ')} ${text}`;
}

/**
 * A view as one or more messages. Text without blocks is split at the server's limit; with blocks the text is only the
 * fallback for notifications, and is cut.
 */
export function toMessages(view: View, options: RenderOptions): MessageContent[] {
    const text = withMentions(foreignSafe(view.text), view.mentions);
    const attachments = view.attachments?.map(toAttachment);
    // Link previews of our own answers would repeat what the answer says.
    const common = { groupable: false, parseUrls: false };
    const blocks = view.blocks ?? (view.failed || view.marker !== undefined ? [{ type: 'section' as const, text: view.text }] : undefined);
    if (blocks) {
        const prefix = [...(view.failed ? [FAILED] : []), view.marker ?? options.messageId ?? 'message', options.threadId].filter((part) => part !== undefined).join('.');
        return [{ ...common, text: withMentions(truncate(foreignSafe(view.text), TEXT_BESIDE_BLOCKS), view.mentions), blocks: toBlocks(blocks, { appId: options.appId, prefix }), ...(attachments && { attachments }) }];
    }
    // Attachments alone are a message as well.
    const parts = text === '' && attachments ? [text] : splitText(text);
    return parts.map((part, index) => ({ ...common, text: part, ...(attachments && index === parts.length - 1 && { attachments }) }));
}

/**
 * The ephemeral message a clicked block belongs to, from the block id that `toMessages` made; empty for stored messages.
 * It comes back from the client: it may decide where the same user sees an answer, and nothing else.
 */
export function ephemeralOrigin(blockId: string): { readonly ephemeralId?: string; readonly threadId?: string } {
    const [, ephemeralId, threadId] = /^(?:failed\.)?([A-Za-z0-9]{17})(?:\.([A-Za-z0-9]{8,40}))?\.\d+$/.exec(blockId) ?? [];
    return { ...(ephemeralId && { ephemeralId }), ...(threadId && { threadId }) };
}

function toAttachment(attachment: Attachment): IMessageAttachment {
    return {
        title: { value: foreignSafe(attachment.title), ...(attachment.link && { link: attachment.link }) },
        ...(attachment.text !== undefined && { text: foreignSafe(attachment.text) }),
        ...(attachment.collapsed !== undefined && { collapsed: attachment.collapsed }),
        ...(attachment.color && { color: attachment.color }),
        ...(attachment.fields && {
            fields: attachment.fields.map((field) => ({ title: foreignSafe(field.title), value: foreignSafe(field.value), short: field.short ?? false })),
        }),
    };
}
