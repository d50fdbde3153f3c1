import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { MessageContent } from '../workspace/records';

const CONTENT_FIELDS = ['text', 'attachments', 'blocks', 'alias', 'emoji', 'avatarUrl', 'groupable', 'parseUrls', 'customFields'] as const;

/**
 * The parts of a message that its author writes. The pipe to the app turns `undefined` into `null`, so
 * both mean that a field is not there; an empty `customFields` counts as none.
 */
export function contentFromApp(message: Partial<IMessage>): Partial<MessageContent> {
    const given = CONTENT_FIELDS.filter((field) => message[field] !== undefined && message[field] !== null);
    const content = Object.fromEntries(given.map((field) => [field, message[field]])) as Partial<MessageContent>;
    if (content.customFields && Object.keys(content.customFields).length === 0) {
        delete content.customFields;
    }
    return content;
}
