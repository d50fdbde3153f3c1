import type { EphemeralMessage, SurfaceView } from '../host/workspace/events';
import type { MessageView } from '../host/workspace/message-view';
import type { Attachment, Block, MessageRecord } from '../host/workspace/records';
import { controlsOf, textOf, type Control, type Place } from './controls';

/** Text for a terminal, and the controls that can be used from there. */
export interface Rendered {
    readonly text: string;
    readonly controls: readonly Control[];
}

export type AnyMessage = MessageView<MessageRecord> | MessageView<EphemeralMessage>;

/** What a message shows: its blocks where it has any, else its text; then its attachments. */
export function renderMessage(message: AnyMessage, place: Place, numberFrom: number): Rendered {
    const controls = controlsOf(message.blocks ?? [], place);
    const numbers = new Map(controls.map((control, index) => [control, numberFrom + index]));
    const body = message.blocks?.length ? renderBlocks(message.blocks, controls, numbers) : message.text;
    const attachments = (message.attachments ?? []).map(renderAttachment);
    return { text: [body, ...attachments].filter((part) => part !== '').join('\n'), controls };
}

/** A modal or contextual bar: title, fields, buttons. */
export function renderSurface(view: SurfaceView, values: Readonly<Record<string, unknown>>, numberFrom: number): Rendered {
    const controls = controlsOf(view.blocks, { surfaceId: view.id });
    const numbers = new Map(controls.map((control, index) => [control, numberFrom + index]));
    const fields = view.blocks.filter((block) => block.type === 'input').map((block) => renderField(block, values));
    const rest = renderBlocks(view.blocks.filter((block) => block.type !== 'input'), controls, numbers);
    const verbs = [view.submit && `:submit → ${textOf(view.submit['text'])}`, `:cancel → ${textOf(view.close?.['text'])}`].filter(Boolean);
    return { text: [`┌ ${textOf(view.title)}`, ...indent([rest, ...fields].filter((part) => part !== '').join('\n')), `└ ${verbs.join('   ')}`].join('\n'), controls };
}

const indent = (text: string): string[] => text.split('\n').map((line) => `│ ${line}`);

function renderField(block: Block, values: Readonly<Record<string, unknown>>): string {
    const element = block.element;
    const actionId = element?.actionId ?? '';
    const value = values[actionId];
    const options = Array.isArray(element?.['options']) ? (element['options'] as Array<{ value: string; text: unknown }>).map((option) => `${option.value} (${textOf(option.text)})`) : [];
    const shown = typeof value === 'string' && value !== '' ? value : '…';
    const hint = textOf(block['hint']);
    return [`${textOf(block['label'])}  [:set ${actionId} ${shown}]`, options.length > 0 ? `  ${options.join(', ')}` : '', hint && `  ${hint}`].filter((line) => line !== '').join('\n');
}

function renderBlocks(blocks: readonly Block[], controls: readonly Control[], numbers: ReadonlyMap<Control, number>): string {
    return blocks.map((block) => renderBlock(block, controls.filter(({ blockId }) => blockId === block.blockId), numbers)).filter((text) => text !== '').join('\n');
}

function renderBlock(block: Block, controls: readonly Control[], numbers: ReadonlyMap<Control, number>): string {
    const buttons = controls.map((control) => renderControl(control, numbers.get(control) ?? 0)).join('  ').replace(/\n {2}/g, '\n').trimEnd();
    switch (block.type) {
        case 'section':
            return [textOf(block['text']), buttons].filter((part) => part !== '').join('\n');
        case 'context':
            return (block.elements ?? []).map(textOf).join(' · ');
        case 'divider':
            return '────────';
        default:
            return buttons;
    }
}

function renderControl(control: Control, number: number): string {
    if (control.kind === 'select') {
        const options = (control.options ?? []).map(({ label }, index) => `${index + 1} ${label.replace(/^\d+\.\s*/, '')}`);
        return `[${number} ▾ ${control.label}  ${options.join(' · ')}]\n`;
    }
    return control.url === undefined ? `[${number} ${control.label}]` : `[${control.label}: ${control.url}]`;
}

function renderAttachment(attachment: Attachment): string {
    const title = attachment.title?.value ?? '';
    const fields = (attachment.fields ?? []).map((field) => `${String(field.title)}: ${String(field.value)}`);
    return [`▌ ${title}${attachment.title?.link ? ` <${attachment.title.link}>` : ''}`, ...[attachment.text ?? '', ...fields].filter((line) => line !== '').flatMap((text) => text.split('\n').map((line) => `▌ ${line}`))].join('\n');
}
