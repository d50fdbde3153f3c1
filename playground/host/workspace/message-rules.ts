import type { Attachment, MessageContent } from './records';
import { WorkspaceError } from './workspace-error';

/** A message whose time is further off than this is refused; one that is 10 s off gets the server's time. */
const MAX_CLOCK_SKEW_MS = 60_000;
const MAX_TOLERATED_SKEW_MS = 10_000;

/** Length is counted in UTF-16 units; nothing is cut. */
export function checkSize(text: string, limit: number): void {
    if (text.length > limit) {
        throw new WorkspaceError('error-message-size-exceeded', 'Message size exceeds Message_MaxAllowedSize');
    }
}

/** Time at which a message counts as sent. */
export function settleTime(wanted: number | undefined, now: number): number {
    const skew = wanted === undefined ? 0 : Math.abs(now - wanted);
    if (skew > MAX_CLOCK_SKEW_MS) {
        throw new WorkspaceError('error-message-ts-out-of-sync', 'Message timestamp is out of sync');
    }
    return wanted === undefined || skew > MAX_TOLERATED_SKEW_MS ? now : wanted;
}

/** Group mentions in the raw text, code blocks and attachment descriptions included. */
export function groupMentions(message: MessageContent): Set<'all' | 'here'> {
    const texts = [message.text, ...(message.attachments ?? []).map((attachment) => attachment.description ?? '')].join(' ');
    const found = new Set<'all' | 'here'>();
    for (const [, name] of texts.matchAll(/(?:^|\s|>)@([0-9a-zA-Z._-]+(?:@[0-9a-zA-Z._-]+)?(?::[0-9a-zA-Z._-]+)?)/gm)) {
        if (name === 'all' || name === 'here') {
            found.add(name);
        }
    }
    return found;
}

/** One bad attachment refuses the whole message. */
export function checkAttachments(attachments: Attachment[] | undefined): void {
    for (const attachment of attachments ?? []) {
        const links = [
            attachment.title?.link, attachment.author?.link, attachment.author?.icon, attachment.thumbnailUrl, attachment.imageUrl,
            attachment.audioUrl, attachment.videoUrl, attachment.timestampLink,
            ...(attachment.actions ?? []).flatMap((action) => [action.url, action.image_url]),
        ];
        links.forEach(checkLink);
        (attachment.fields ?? []).forEach(checkField);
    }
}

function checkLink(link: string | undefined): void {
    if (link !== undefined && link !== null && !/^https?:\/\/\S+$/.test(link) && !link.startsWith('/file-upload/')) {
        throw new WorkspaceError('error-invalid-attachment', 'Invalid href value provided');
    }
}

function checkField(field: { title?: unknown; value?: unknown }): void {
    const scalar = ['string', 'number', 'boolean'].includes(typeof field.value);
    if (!field.title || typeof field.title !== 'string' || !field.value || !scalar) {
        throw new WorkspaceError('error-invalid-attachment', 'Invalid attachment field, title and value is required');
    }
}
