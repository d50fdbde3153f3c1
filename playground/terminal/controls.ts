import type { Block, BlockElement } from '../host/workspace/records';

/** Something in a message or surface that can be clicked or chosen. */
export interface Control {
    readonly kind: 'button' | 'select';
    readonly actionId: string;
    readonly blockId: string;
    readonly label: string;
    readonly value?: string;
    /** Opens a page; nothing is sent. */
    readonly url?: string;
    readonly options?: ReadonlyArray<{ readonly value: string; readonly label: string }>;
    /** Where it stands: a stored message, an ephemeral one of a room, or an open surface. */
    readonly place: { readonly messageId: string; readonly room: string } | { readonly ephemeral: true; readonly messageId: string; readonly room: string } | { readonly surfaceId: string };
}

export type Place = Control['place'];

/** The controls of these blocks, in reading order. */
export function controlsOf(blocks: readonly Block[], place: Place): Control[] {
    return blocks.flatMap((block) => [block.accessory, ...(block.elements ?? [])].flatMap((element) => toControl(element, block.blockId ?? '', place)));
}

function toControl(element: BlockElement | undefined, blockId: string, place: Place): Control[] {
    if (!element?.actionId) {
        return [];
    }
    const common = { actionId: element.actionId, blockId, place };
    if (element.type === 'button') {
        return [{ ...common, kind: 'button', label: textOf(element['text']), ...(typeof element.value === 'string' && { value: element.value }), ...(typeof element['url'] === 'string' && { url: element['url'] }) }];
    }
    if (element.type === 'static_select') {
        const options = Array.isArray(element['options']) ? (element['options'] as Array<{ value: string; text: unknown }>) : [];
        return [{ ...common, kind: 'select', label: textOf(element['placeholder']), options: options.map(({ value, text }) => ({ value, label: textOf(text) })) }];
    }
    return [];
}

/** The text of a UIKit text object, or the string itself. */
export function textOf(value: unknown): string {
    if (typeof value === 'object' && value !== null && 'text' in value) {
        return String(value.text);
    }
    return typeof value === 'string' ? value : '';
}
