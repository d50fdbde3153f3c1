import type { Host } from '../host/host-api';
import type { HostEvent } from '../host/workspace/events';
import type { Control } from './controls';
import { renderMessage, renderSurface, type AnyMessage } from './render';

export interface SessionOptions {
    readonly host: Host;
    readonly user: string;
    readonly room: string;
    readonly threadId?: string;
    readonly print: (text: string) => void;
}

/** One person at a terminal: who they are, where they are, and what they can click. */
export class Session {
    user: string;
    room: string;
    threadId: string | undefined;
    readonly host: Host;
    readonly print: (text: string) => void;
    private readonly controls: Control[] = [];
    private readonly messageIds: string[] = [];
    private readonly fields: Record<string, unknown> = {};
    private surfaceId: string | undefined;
    private readonly stopListening: () => void;

    constructor(options: SessionOptions) {
        this.host = options.host;
        this.user = options.user;
        this.room = options.room;
        this.threadId = options.threadId;
        this.print = options.print;
        this.stopListening = options.host.on((event) => this.show(event));
    }

    end(): void {
        this.stopListening();
    }

    /** A line as typed into Rocket.Chat's composer: a slash command or a message. */
    async say(text: string): Promise<void> {
        const place = { user: this.user, room: this.room, text, ...(this.threadId !== undefined && { threadId: this.threadId }) };
        await (text.startsWith('/') ? this.host.command(place) : this.host.post(place));
        await this.host.idle();
    }

    /** A file as dropped onto Rocket.Chat's composer. */
    async upload(name: string, bytes: Uint8Array): Promise<void> {
        await this.host.upload({ user: this.user, room: this.room, name, bytes, ...(this.threadId !== undefined && { threadId: this.threadId }) });
        await this.host.idle();
    }

    /** An entry that the app added to the menu of messages. */
    async pressInMenu(actionId: string, messageId: string): Promise<void> {
        await this.host.actionButton({ user: this.user, actionId, context: 'messageAction', room: this.room, messageId });
        await this.host.idle();
    }

    /** The control with this number, as the screen shows it. */
    control(number: string | undefined): Control {
        const found = this.controls[Number(number) - 1];
        if (!found) {
            throw new Error(`There is no button ${number ?? ''}. The number stands in front of its label.`);
        }
        return found;
    }

    async use(control: Control, value = control.value): Promise<void> {
        if (control.url !== undefined) {
            this.print(`This button opens ${control.url}`);
            return;
        }
        const { place } = control;
        const where = 'surfaceId' in place ? { surfaceId: place.surfaceId } : { room: place.room, ...('ephemeral' in place ? {} : { messageId: place.messageId }) };
        await this.host.click({ user: this.user, actionId: control.actionId, blockId: control.blockId, ...(value !== undefined && { value }), ...where });
        await this.host.idle();
    }

    /** The id of the message that the screen calls by this handle (`m1`), or the id itself. */
    messageId(handle: string | undefined): string {
        const number = /^m(\d+)$/.exec(handle ?? '')?.[1];
        const id = number === undefined ? handle : this.messageIds[Number(number) - 1];
        if (!id) {
            throw new Error(`There is no message ${handle ?? ''}. Handles like m1 stand in front of each message.`);
        }
        return id;
    }

    setField(actionId: string, value: string): void {
        this.fields[actionId] = value;
    }

    openSurface(): string {
        if (this.surfaceId === undefined) {
            throw new Error('No form is open.');
        }
        return this.surfaceId;
    }

    async submit(): Promise<void> {
        await this.host.submit({ user: this.user, surfaceId: this.openSurface(), values: { ...this.fields } });
        await this.host.idle();
    }

    async cancel(): Promise<void> {
        await this.host.close({ user: this.user, surfaceId: this.openSurface() });
    }

    /** Shows a message that is stored already. */
    showMessage(message: AnyMessage): void {
        this.printMessage(message, { edited: false, ephemeral: false });
    }

    private show(event: HostEvent): void {
        switch (event.type) {
            case 'message':
            case 'updated':
                this.showStored(event.message, event.type === 'updated');
                return;
            case 'ephemeral':
                if (event.user === this.user) {
                    this.printMessage(event.message, { edited: false, ephemeral: true });
                }
                return;
            case 'reaction':
                this.print(`   ${event.user} ${event.on ? 'reacts' : 'takes back'} ${event.emoji}`);
                return;
            case 'surface':
                if (event.user === this.user) {
                    this.showSurface(event.view);
                }
                return;
            case 'surfaceClosed':
                this.surfaceId = event.surfaceId === this.surfaceId ? undefined : this.surfaceId;
                return;
            case 'viewErrors':
                this.print(Object.entries(event.errors).map(([field, text]) => `✗ ${field}: ${text}`).join('\n'));
                return;
            default:
                return;
        }
    }

    private showStored(message: AnyMessage, edited: boolean): void {
        const here = message.room === this.room || message.roomId === this.room;
        if (here) {
            this.printMessage(message, { edited, ephemeral: false });
        } else {
            this.print(`   (a message by ${message.sender} in ${message.room})`);
        }
    }

    private showSurface(view: Extract<HostEvent, { type: 'surface' }>['view']): void {
        if (this.surfaceId !== view.id) {
            Object.keys(this.fields).forEach((name) => delete this.fields[name]);
        }
        this.surfaceId = view.id;
        const initial = Object.fromEntries(view.blocks.map(({ element }) => [element?.actionId ?? '', element?.initialValue]));
        const rendered = renderSurface(view, { ...initial, ...this.fields }, this.controls.length + 1);
        this.controls.push(...rendered.controls);
        this.print(rendered.text);
    }

    private printMessage(message: AnyMessage, { edited, ephemeral }: { edited: boolean; ephemeral: boolean }): void {
        const place = ephemeral ? { ephemeral: true as const, messageId: message.id, room: message.roomId } : { messageId: message.id, room: message.roomId };
        const rendered = renderMessage(message, place, this.controls.length + 1);
        this.controls.push(...rendered.controls);
        const marks = [ephemeral && 'only you see this', edited && 'edited', message.threadId !== undefined && 'in thread'].filter((mark) => mark !== false);
        const head = [ephemeral ? '  ' : this.handleOf(message.id), message.sender, marks.length > 0 ? `(${marks.join(', ')})` : ''].filter((part) => part !== '').join(' ');
        this.print(`${head}\n${rendered.text.split('\n').map((line) => `   ${line}`).join('\n')}`);
    }

    private handleOf(id: string): string {
        const known = this.messageIds.indexOf(id);
        return `m${known >= 0 ? known + 1 : this.messageIds.push(id)}`;
    }
}
