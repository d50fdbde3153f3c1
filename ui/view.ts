/**
 * What a view returns: plain data without engine types, so that it can be compared, snapshotted and rendered anywhere.
 * The shapes are the subset of Rocket.Chat's UIKit and message attachments that its web client shows in messages,
 * modals and contextual bars (https://github.com/RocketChat/fuselage, packages/ui-kit).
 */

/** A message: what the reader sees. Where there are blocks, Rocket.Chat shows them instead of `text`, which stays the fallback. */
export interface View {
    /** Rocket.Chat markdown; longer than one message may be, the sender splits it. */
    readonly text: string;
    readonly blocks?: readonly MessageBlock[];
    readonly attachments?: readonly Attachment[];
    /** The view reports a failure: machines that read the chat learn it from the block id, people from the text. */
    readonly failed?: boolean;
    /** Usernames to be notified. All other mentions in a view are made harmless. */
    readonly mentions?: readonly string[];
    /** Letters and digits that become part of the block ids: the message can be recognised by it later. */
    readonly marker?: string;
}

export interface Attachment {
    /** Empty titles make Rocket.Chat refuse the whole message, hence no optional title. */
    readonly title: string;
    /** Absolute http(s) address. */
    readonly link?: string;
    readonly text?: string;
    readonly collapsed?: boolean;
    /** CSS hex colour of the bar on the left. */
    readonly color?: string;
    readonly fields?: readonly Field[];
}

/** Both must be non-empty: Rocket.Chat refuses the whole message otherwise. */
export interface Field {
    readonly title: string;
    readonly value: string;
    readonly short?: boolean;
}

export type ButtonStyle = 'primary' | 'danger' | 'success' | 'warning';

export interface Button {
    readonly type: 'button';
    /** `<feature>.<verb>` */
    readonly actionId: string;
    readonly label: string;
    /** Comes back from the client with the click: untrusted, parsed again by the handler. */
    readonly value?: string;
    readonly style?: ButtonStyle;
    /** Opens a page instead of calling us. */
    readonly url?: string;
}

export interface Option {
    readonly value: string;
    readonly label: string;
}

export interface Select {
    readonly type: 'select';
    readonly actionId: string;
    readonly placeholder: string;
    readonly options: readonly Option[];
    readonly initial?: string;
}

/** Any number of the options; comes back as a list of values. */
export interface MultiSelect extends Omit<Select, 'type' | 'initial'> {
    readonly type: 'multi-select';
    readonly initial?: undefined;
}

export interface TextInput {
    readonly type: 'text-input';
    readonly actionId: string;
    readonly placeholder?: string;
    readonly initial?: string;
    readonly multiline?: boolean;
}

export type MessageBlock =
    | { readonly type: 'section'; readonly text: string; readonly accessory?: Button }
    | { readonly type: 'actions'; readonly elements: ReadonlyArray<Button | Select> }
    | { readonly type: 'context'; readonly texts: readonly string[] }
    | { readonly type: 'divider' };

/** Surfaces have inputs, messages do not. */
export type SurfaceBlock = MessageBlock | { readonly type: 'input'; readonly label: string; readonly element: TextInput | Select | MultiSelect; readonly hint?: string; readonly optional?: boolean };

/** A modal or a contextual bar. */
export interface Surface {
    readonly kind: 'modal' | 'contextualBar';
    /** `<feature>.<verb>`, or `<feature>.<verb>:<subject id>`: comes back with submit and close. */
    readonly id: string;
    readonly title: string;
    readonly blocks: readonly SurfaceBlock[];
    readonly submit?: string;
    readonly close: string;
    /** Comes back with submit. The id has to stay when a surface is updated, because clients find it by that; this may change. */
    readonly carried?: string;
}
