import type { IMessage, IMessageAttachment } from '@rocket.chat/apps-engine/definition/messages';

/** What the engine hands over need not be what its types say: missing values arrive as null, fields hold numbers. */
const isText = (value: unknown): value is string => typeof value === 'string';

/** Every text of a message that people read. */
export function textsOf(message: IMessage): string[] {
    const inAttachments = (message.attachments ?? []).flatMap(({ text, description, title, author, fields }) => [
        text,
        description,
        title?.value,
        author?.name,
        ...(fields ?? []).flatMap((field) => [field.title, field.value]),
    ]);
    return [message.text, ...inAttachments].filter(isText);
}

/** The attachment with each of those texts changed. */
export function withTexts(attachment: IMessageAttachment, change: (text: string) => string): IMessageAttachment {
    const { text, description, title, author, fields } = attachment;
    const changed = <T>(value: T): T | string => (isText(value) ? change(value) : value);
    return {
        ...attachment,
        ...(isText(text) && { text: change(text) }),
        ...(isText(description) && { description: change(description) }),
        ...(title && isText(title.value) && { title: { ...title, value: change(title.value) } }),
        ...(author && isText(author.name) && { author: { ...author, name: change(author.name) } }),
        ...(fields && { fields: fields.map((field) => ({ ...field, title: changed(field.title), value: changed(field.value) })) }),
    };
}
