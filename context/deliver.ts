import { fenced, MESSAGE_LIMIT, safeJson } from '../ui/text';
import type { View } from '../ui/view';
import type { Answer } from './answer';
import type { Ctx } from './ctx';
import { UserError } from './user-error';

/** How an answer is shown. */
export interface Delivery {
    /** `json` shows the answer's data; for every other the answer's view is made. */
    readonly format: string;
    /** Into the room instead of to the caller alone. */
    readonly public: boolean;
}

/** Shows a command's answer the way it was asked for; in private it takes the place of the placeholder. Throws UserError. */
export async function deliver(ctx: Ctx, answer: Answer, delivery: Delivery): Promise<void> {
    if (delivery.public && ctx.room.public && answer.notPublic) {
        throw new UserError(answer.notPublic);
    }
    const view = delivery.format === 'json' && answer.json !== undefined ? jsonView(answer.json) : answer.view;
    await (delivery.public ? ctx.say(view) : ctx.whisper(view, { replace: true }));
}

/** A longer text brings a chat client to a standstill: the record of a dataset with ten thousands of files, say. */
const MAX_JSON = 1_000_000;

/** JSON as a code block; what is longer than one message stands in an attachment, which has no limit, so that it stays one piece. Throws UserError. */
export function jsonView(value: unknown): View {
    const text = fenced(safeJson(value), 'json');
    if (text.length > MAX_JSON) {
        throw new UserError({ key: 'hub.too_large' });
    }
    return text.length <= MESSAGE_LIMIT ? { text } : { text: '', attachments: [{ title: 'JSON', text, collapsed: false }] };
}
