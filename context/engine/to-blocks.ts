import type { IBlock } from '@rocket.chat/apps-engine/definition/uikit';
import { foreignSafe } from './foreign-safe';
import type { Button, MultiSelect, Select, SurfaceBlock, TextInput } from '../../ui/view';

interface Ids {
    readonly appId: string;
    /** Block ids are `<prefix>.<index>`: the engine makes up random ones where they are missing. */
    readonly prefix: string;
}

/** Our blocks as UIKit blocks, with every id set: the engine fills in ids only for some elements, and at random. */
export function toBlocks(blocks: readonly SurfaceBlock[], ids: Ids): IBlock[] {
    // The engine's own block types lag behind the blocks that the server accepts (@rocket.chat/ui-kit): this is the edge.
    return blocks.map((block, index) => ({ appId: ids.appId, blockId: `${ids.prefix}.${index}`, ...toBlock(block, { appId: ids.appId, blockId: `${ids.prefix}.${index}` }) }) as unknown as IBlock);
}

interface ElementIds {
    readonly appId: string;
    readonly blockId: string;
}

function toBlock(block: SurfaceBlock, ids: ElementIds): object {
    switch (block.type) {
        case 'section':
            return { type: 'section', text: markdown(block.text), ...(block.accessory && { accessory: toButton(block.accessory, ids) }) };
        case 'actions':
            return { type: 'actions', elements: block.elements.map((element) => toElement(element, ids)) };
        case 'context':
            return { type: 'context', elements: block.texts.map(markdown) };
        case 'divider':
            return { type: 'divider' };
        case 'input':
            return {
                type: 'input',
                label: plainText(block.label),
                element: toElement(block.element, ids),
                optional: block.optional ?? false,
                ...(block.hint && { hint: plainText(block.hint) }),
            };
    }
}

function toElement(element: Button | Select | MultiSelect | TextInput, ids: ElementIds): object {
    switch (element.type) {
        case 'button':
            return toButton(element, ids);
        case 'select':
            return {
                type: 'static_select',
                ...ids,
                actionId: element.actionId,
                placeholder: plainText(element.placeholder),
                options: element.options.map((option) => ({ value: option.value, text: plainText(option.label) })),
                ...(element.initial !== undefined && { initialValue: element.initial }),
            };
        case 'multi-select':
            return {
                type: 'multi_static_select',
                ...ids,
                actionId: element.actionId,
                placeholder: plainText(element.placeholder),
                options: element.options.map((option) => ({ value: option.value, text: plainText(option.label) })),
            };
        case 'text-input':
            return {
                type: 'plain_text_input',
                ...ids,
                actionId: element.actionId,
                multiline: element.multiline ?? false,
                ...(element.placeholder && { placeholder: plainText(element.placeholder) }),
                ...(element.initial !== undefined && { initialValue: element.initial }),
            };
    }
}

function toButton(button: Button, ids: ElementIds): object {
    return {
        type: 'button',
        ...ids,
        actionId: button.actionId,
        text: plainText(button.label),
        ...(button.value !== undefined && { value: button.value }),
        ...(button.style && { style: button.style }),
        ...(button.url && { url: button.url }),
    };
}

const markdown = (text: string): object => ({ type: 'mrkdwn', text: foreignSafe(text) });
const plainText = (text: string): object => ({ type: 'plain_text', text: foreignSafe(text), emoji: false });
