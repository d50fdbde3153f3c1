import { splitText } from './text';
import type { Attachment, Button, ButtonStyle, MessageBlock, Select, View } from './view';

/** A button that calls us back with `value`. */
export function button(actionId: string, label: string, value?: string, style?: ButtonStyle): Button {
    return { type: 'button', actionId, label, ...(value !== undefined && { value }), ...(style && { style }) };
}

/** Clicks on links are reported to us as well (fuselage-ui-kit, ButtonElement): by this beginning we know that they ask for nothing. */
export const LINK_ACTION = 'link.';

/** A button that opens a page. */
export function linkButton(actionId: string, label: string, url: string): Button {
    return { type: 'button', actionId: `${LINK_ACTION}${actionId}`, label, url };
}

export interface CardParts {
    readonly text: string;
    readonly actions?: ReadonlyArray<Button | Select | undefined>;
    /** Small print below: age of the data, which token was used, what was left out. */
    readonly notes?: ReadonlyArray<string | undefined>;
    readonly attachments?: readonly Attachment[];
}

/**
 * The usual message: text, a row of buttons, small print.
 * The text stands in the blocks too, because Rocket.Chat hides `text` of a message that has blocks.
 */
export function card(parts: CardParts): View {
    const elements = (parts.actions ?? []).filter((element) => element !== undefined);
    const notes = (parts.notes ?? []).filter((note) => note !== undefined);
    const view = { text: [parts.text, ...notes].join('\n'), ...(parts.attachments?.length && { attachments: parts.attachments }) };
    if (elements.length === 0) {
        return view;
    }
    // Newer clients leave a text unformatted that is longer than a message may be.
    const blocks: MessageBlock[] = splitText(parts.text).map((text) => ({ type: 'section', text }));
    blocks.push({ type: 'actions', elements });
    if (notes.length > 0) {
        blocks.push({ type: 'context', texts: [notes.join(' · ')] });
    }
    return { ...view, blocks };
}
