import { parse } from '@rocket.chat/message-parser';
import type { Button, MessageBlock, Surface, SurfaceBlock, View } from '../../ui/view';
import type { Shown } from './test-ctx';

/** The view that was whispered last. */
export function lastWhisper({ whispered }: Pick<Shown, 'whispered'>): View {
    const last = whispered.at(-1);
    if (!last) {
        throw new Error('Nothing was whispered.');
    }
    return last.view;
}

/** Every button of a message, modal or contextual bar, in order. */
export function buttonsOf({ blocks = [] }: Pick<View, 'blocks'> | Pick<Surface, 'blocks'>): Button[] {
    return blocks.flatMap((block: MessageBlock | SurfaceBlock) => {
        if (block.type === 'section') {
            return block.accessory ? [block.accessory] : [];
        }
        return block.type === 'actions' ? block.elements.filter((element) => element.type === 'button') : [];
    });
}

/** The first button with this action. */
export function buttonOf(shown: Pick<View, 'blocks'> | Pick<Surface, 'blocks'>, actionId: string): Button {
    const found = buttonsOf(shown).find((button) => button.actionId === actionId);
    if (!found) {
        throw new Error(`There is no button ${actionId}.`);
    }
    return found;
}

/** All markdown of a message or surface. */
function textsOf(shown: View | Surface): string[] {
    const blocks: readonly (MessageBlock | SurfaceBlock)[] = shown.blocks ?? [];
    const inBlocks = blocks.flatMap((block) => (block.type === 'section' ? [block.text] : block.type === 'context' ? [...block.texts] : []));
    return 'text' in shown ? [shown.text, ...inBlocks] : inBlocks;
}

/** What Rocket.Chat's own parser leaves as plain text: markdown signs in it would be seen by the reader. */
export function visibleText(shown: View | Surface): string[] {
    return textsOf(shown).flatMap((text) => plainIn(parse(text)));
}

function plainIn(node: unknown): string[] {
    if (Array.isArray(node)) {
        return node.flatMap(plainIn);
    }
    if (typeof node !== 'object' || node === null || !('type' in node) || !('value' in node)) {
        return [];
    }
    if (node.type === 'PLAIN_TEXT') {
        return [String(node.value)];
    }
    if (node.type === 'LINK') {
        return plainIn(Reflect.get(Object(node.value), 'label'));
    }
    return node.type === 'INLINE_CODE' || node.type === 'CODE' ? [] : plainIn(node.value);
}

/** The links of a message as Rocket.Chat's own parser finds them: label and address. */
export function linksIn(shown: View | Surface): [string, string][] {
    return textsOf(shown).flatMap((text) => nodesOf(parse(text))).map((node) => [plainIn(Reflect.get(node, 'label')).join(''), plainIn(Reflect.get(node, 'src')).join('')]);
}

/** The values of all link nodes. */
function nodesOf(node: unknown): object[] {
    if (typeof node !== 'object' || node === null) {
        return [];
    }
    if ('type' in node && node.type === 'LINK' && 'value' in node && typeof node.value === 'object' && node.value !== null) {
        return [node.value];
    }
    return Object.values(node).flatMap(nodesOf);
}
