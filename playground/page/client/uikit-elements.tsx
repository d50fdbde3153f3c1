import { Box, Button, ButtonGroup, CheckBox, FramedIcon, Icon, IconButton, InputBox, Menu, MenuItem, MultiSelectFiltered, RadioButton, Select, type SelectOption, TabsItem, TextAreaInput, TextInput, ToggleSwitch } from '@rocket.chat/fuselage';
import { useDebouncedCallback } from '@rocket.chat/fuselage-hooks';
import { type ActionableElement, BlockContext, type ButtonElement, type CheckboxElement, type DatePickerElement, type ExperimentalTabElement, type FrameableIconElement, type IconButtonElement, type LinearScaleElement, type MultiStaticSelectElement, type Option, type OverflowElement, type PlainTextInputElement, type RadioButtonElement, type StaticSelectElement, type SurfaceRenderer, type TextObject, type TimePickerElement, type ToggleSwitchElement } from '@rocket.chat/ui-kit';
import { type ChangeEvent, type ComponentProps, createContext, type ReactElement, useContext, useId, useState } from 'react';
import { emojify } from './emoji';
import { useWorkspace } from './workspace';

/**
 * The elements of UIKit. What each sends, and when, is what Rocket.Chat's web client does
 * (https://github.com/RocketChat/Rocket.Chat, packages/fuselage-ui-kit: hooks/useUiKitState, elements/).
 */
export interface Props<Kind> {
    readonly block: Kind;
    readonly context: BlockContext;
}

export interface Handlers {
    /** What the user has entered, by action id. Elements without an entry remember their own, or show what they start with. */
    readonly values: Readonly<Record<string, unknown>>;
    /** By action id. */
    readonly errors: Readonly<Record<string, string>>;
    readonly onValue: (actionId: string, value: unknown) => void;
    /** Ends when the app has answered; never fails. */
    readonly onAction: (action: { actionId: string; blockId: string; value?: unknown }) => Promise<void>;
}

export const HandlersContext = createContext<Handlers & { readonly renderer: SurfaceRenderer<ReactElement> } | undefined>(undefined);

/** What names and describes the element of an input block. */
export const FieldContext = createContext<{ readonly id: string; readonly 'aria-labelledby': string; readonly 'aria-describedby': string | undefined } | undefined>(undefined);

/** The web client waits this long for the next character before it tells the app of a text. */
const TYPING_PAUSE_MS = 700;

export function useBlocks() {
    const handlers = useContext(HandlersContext);
    if (!handlers) {
        throw new Error('There are no blocks around this component.');
    }
    return handlers;
}

export const plain = (text: TextObject | undefined): string => (text?.type === 'plain_text' && text.emoji === false ? text.text : emojify(text?.text ?? ''));

interface Initial {
    readonly initialValue?: unknown;
    readonly initialDate?: string;
    readonly initialTime?: string;
    readonly initialOption?: { readonly value?: unknown };
    readonly initialOptions?: ReadonlyArray<{ readonly value?: unknown }>;
}

export function initialValueOf(element: object): unknown {
    const { initialValue, initialDate, initialTime, initialOption, initialOptions } = element as Initial;
    return initialValue ?? initialDate ?? initialTime ?? initialOption?.value ?? initialOptions?.map(({ value }) => value);
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(textOf) : []);

/** In an input block an element keeps its value for the submit; elsewhere, or where the app asks for it, it acts at once. */
function useElement(element: ActionableElement, context: BlockContext) {
    const { values, errors, onValue, onAction } = useBlocks();
    const field = useContext(FieldContext);
    const [own, setOwn] = useState<unknown>();
    const [pending, setPending] = useState(false);
    const { actionId, blockId } = element;
    const act = async (value?: unknown): Promise<void> => {
        setPending(true);
        await onAction({ actionId, blockId, value });
        setPending(false);
    };
    const change = (value: unknown, sent = value): void => {
        setOwn(value);
        onValue(actionId, value);
        if (context !== BlockContext.FORM || element.dispatchActionConfig?.includes('on_item_selected')) {
            void act(sent);
        }
    };
    const error = errors[actionId];
    const name = 'placeholder' in element && element.placeholder ? plain(element.placeholder) : element.type.replaceAll('_', ' ');
    return { value: actionId in values ? values[actionId] : own ?? initialValueOf(element), error, pending, act, change, name, naming: field ?? { 'aria-label': name }, 'aria-invalid': error === undefined ? undefined : true };
}

export const variantOf = ({ style, secondary }: Pick<ButtonElement, 'style' | 'secondary'>) =>
    style && style !== 'primary' && style !== 'secondary' && secondary ? (`secondary-${style}` as const) : style ?? (secondary ? 'secondary' : undefined);

/** While the app is at work it says so and does nothing, but keeps the focus, which a disabled button would lose. */
export const PendingButton = ({ pending, onClick, ...button }: ComponentProps<typeof Button> & { readonly pending: boolean }) =>
    <Button {...button} icon={pending ? 'loading' : undefined} className={pending ? 'rcx-button--loading' : undefined} aria-disabled={pending || undefined} onClick={pending ? (event) => event.preventDefault() : onClick} />;

/** A link opens its page and tells the app all the same, though without the value. */
export function ButtonView({ block, context }: Props<ButtonElement>) {
    const { pending, act } = useElement(block, context);
    const link = block.url === undefined ? {} : { is: 'a' as const, href: block.url, external: true };
    return <PendingButton small minWidth='4ch' variant={variantOf(block)} pending={pending} {...link} onClick={() => void act(block.url === undefined ? block.value ?? '' : undefined)}>{plain(block.text)}</PendingButton>;
}

export function IconButtonView({ block, context }: Props<IconButtonElement>) {
    const { pending, act } = useElement(block, context);
    const { icon, label = icon.icon, url, value } = block;
    const link = url === undefined ? {} : { is: 'a' as const, href: url, target: '_blank', rel: 'noreferrer' };
    return <IconButton small icon={icon.icon} danger={icon.variant === 'danger'} disabled={pending} title={label} aria-label={label} {...link} onClick={() => void act(url === undefined ? value ?? '' : undefined)} />;
}

export function IconView({ block }: Props<FrameableIconElement>) {
    const { icon, variant, framed } = block;
    return framed ? <FramedIcon icon={icon} danger={variant === 'danger'} warning={variant === 'warning'} neutral={variant !== 'danger' && variant !== 'warning'} /> : <Icon name={icon} size='x20' color={variant === 'danger' ? 'danger' : 'default'} />;
}

export function TabView({ block, context }: Props<ExperimentalTabElement>) {
    const { pending, act } = useElement(block, context);
    return <TabsItem type='button' selected={block.selected} disabled={pending || block.disabled} onClick={() => void (block.disabled || act(''))}>{plain(block.title)}</TabsItem>;
}

export function OverflowView({ block, context }: Props<OverflowElement>) {
    const { act } = useElement(block, context);
    const choose = (value: string): void => {
        const url = block.options.find((option) => option.value === value)?.url;
        if (url !== undefined) {
            window.open(url, '_blank', 'noopener');
        }
        void act(value);
    };
    return <Menu title='More' aria-label='More' onAction={(key) => choose(String(key))}>{block.options.map(({ value, text }) => <MenuItem key={value}>{plain(text)}</MenuItem>)}</Menu>;
}

export function TextInputView({ block, context }: Props<PlainTextInputElement>) {
    const { value, error, act, change, naming, 'aria-invalid': invalid } = useElement(block, context);
    const report = useDebouncedCallback((text: string) => void act(text), TYPING_PAUSE_MS);
    const typed = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
        change(currentTarget.value);
        if (block.dispatchActionConfig?.includes('on_character_entered')) {
            report(currentTarget.value);
        }
    };
    const { minLength, maxLength, actionId, placeholder } = block;
    const input = { ...naming, 'aria-invalid': invalid, name: actionId, value: textOf(value), error, minLength, maxLength, placeholder: plain(placeholder), onChange: typed };
    return block.multiline ? <TextAreaInput rows={6} {...input} /> : <TextInput {...input} />;
}

export function PickerView({ block, context }: Props<DatePickerElement | TimePickerElement>) {
    const { value, error, pending, change, naming, 'aria-invalid': invalid } = useElement(block, context);
    return <InputBox type={block.type === 'datepicker' ? 'date' : 'time'} {...naming} aria-invalid={invalid} name={block.actionId} value={textOf(value)} error={error} disabled={pending} onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) => change(currentTarget.value)} />;
}

export function ScaleView({ block, context }: Props<LinearScaleElement>) {
    const { value, pending, change, naming } = useElement(block, context);
    const { minValue = 0, maxValue = 10, preLabel, postLabel } = block;
    const points = Array.from({ length: Math.max(maxValue - minValue + 1, 1) }, (_, index) => String(minValue + index));
    return (
        <div className='uikit-scale' role='group' {...naming}>
            {preLabel && <span>{plain(preLabel)}</span>}
            <ButtonGroup small wrap>{points.map((point) => <Button key={point} small minWidth='4ch' variant={point === textOf(value) ? 'primary' : undefined} aria-pressed={point === textOf(value)} disabled={pending} onClick={() => change(point)}>{point}</Button>)}</ButtonGroup>
            {postLabel && <span>{plain(postLabel)}</span>}
        </div>
    );
}

const MARKS = { checkbox: CheckBox, toggle_switch: ToggleSwitch, radio_button: RadioButton };

/** A box that acts at once sends the option that was switched, not all of them. */
export function MarksView({ block, context }: Props<CheckboxElement | ToggleSwitchElement | RadioButtonElement>) {
    const { value, pending, change, naming, 'aria-invalid': invalid } = useElement(block, context);
    const id = useId();
    const Mark = MARKS[block.type];
    const single = block.type === 'radio_button';
    const chosen = single ? [textOf(value)] : listOf(value);
    const toggled = (option: string): unknown => (single ? option : chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]);
    return (
        <div className='uikit-marks' role={single ? 'radiogroup' : 'group'} {...naming}>
            {block.options.map(({ value: option, text }, index) => (
                <div key={option}>
                    <Mark id={`${id}${index}`} name={id} checked={chosen.includes(option)} aria-invalid={invalid} disabled={pending} onChange={() => change(toggled(option), option)} />
                    <Box is='label' htmlFor={`${id}${index}`}>{plain(text)}</Box>
                </div>
            ))}
        </div>
    );
}

const optionsOf = (options: readonly Option[]): SelectOption[] => options.map(({ value, text }) => [value, plain(text)]);

export const StaticSelectView = ({ block, context }: Props<StaticSelectElement>) => <OneOf block={block} context={context} options={optionsOf(block.options)} />;
export const MultiStaticSelectView = ({ block, context }: Props<MultiStaticSelectElement>) => <SomeOf block={block} context={context} options={optionsOf(block.options)} />;

/** People are chosen by username, rooms by id; "channels" are the rooms that are not direct messages. */
function useEntries(type: ActionableElement['type']): SelectOption[] {
    const [, { start, rooms }] = useWorkspace();
    if (type.endsWith('users_select')) {
        return (start?.people ?? []).map(({ username, name }) => [username, name]);
    }
    return rooms.filter((room) => type.endsWith('conversations_select') || room.type !== 'd').map(({ id, title }) => [id, title]);
}

export const EntrySelectView = ({ block, context }: Props<ActionableElement>) => <OneOf block={block} context={context} options={useEntries(block.type)} />;
export const MultiEntrySelectView = ({ block, context }: Props<ActionableElement>) => <SomeOf block={block} context={context} options={useEntries(block.type)} />;

function OneOf({ block, context, options }: Props<ActionableElement> & { readonly options: SelectOption[] }) {
    const { value, error, pending, change, name, naming } = useElement(block, context);
    const label = useId();
    // Its button is named by its value and by another element, never by a string.
    return (
        <div className='uikit-select'>
            {'aria-label' in naming && <span hidden id={label}>{name}</span>}
            <Select aria-labelledby={label} {...naming} aria-label={undefined} value={value === undefined ? null : textOf(value)} options={options} error={error} disabled={pending} placeholder={name} onChange={(chosen: string) => change(chosen)} />
        </div>
    );
}

function SomeOf({ block, context, options }: Props<ActionableElement> & { readonly options: SelectOption[] }) {
    const { value, error, change, name, naming, 'aria-invalid': invalid } = useElement(block, context);
    return <div className='uikit-select'><MultiSelectFiltered {...naming} aria-invalid={invalid} value={[...listOf(value)]} options={options} error={error} placeholder={name} onChange={(chosen) => change(chosen)} /></div>;
}
