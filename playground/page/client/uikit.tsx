import { Box, Button, Callout, Divider, Field, FieldError, FieldHint, FieldLabel, FieldRow, MessageGenericPreview, MessageGenericPreviewContent, MessageGenericPreviewCoverImage, MessageGenericPreviewDescription, MessageGenericPreviewFooter, MessageGenericPreviewThumb, MessageGenericPreviewTitle, Tabs } from '@rocket.chat/fuselage';
import { type ActionsBlock, BlockContext, type BlockElement, type CalloutBlock, type ContextBlock, type ExperimentalTabNavigationBlock, type ImageBlock, type ImageElement, type InfoCardBlock, type InputBlock, isPreviewBlockWithPreview, isPreviewBlockWithThumb, type LayoutBlock, type Markdown as MarkdownText, type PlainText, type PreviewBlock, type RenderableLayoutBlock, type SectionBlock, SurfaceRenderer, type TextObject } from '@rocket.chat/ui-kit';
import { type ComponentType, Fragment, type ReactElement, useId, useState } from 'react';
import type { Block } from '../../host/workspace/records';
import { Markdown } from './markdown';
import './uikit.css';
import { ButtonView, EntrySelectView, FieldContext, type Handlers, HandlersContext, IconButtonView, IconView, initialValueOf, MarksView, MultiEntrySelectView, MultiStaticSelectView, OverflowView, PickerView, plain, type Props, ScaleView, StaticSelectView, TabView, TextInputView, useBlocks } from './uikit-elements';

/** What each surface shows in Rocket.Chat's web client (packages/fuselage-ui-kit/src/surfaces). */
const ALLOWED = {
    message: ['section', 'context', 'divider', 'image', 'actions', 'preview', 'callout', 'info_card'],
    modal: ['section', 'context', 'divider', 'image', 'actions', 'input', 'callout'],
    contextualBar: ['section', 'context', 'divider', 'image', 'actions', 'input', 'tab_navigation'],
} satisfies Record<string, RenderableLayoutBlock['type'][]>;

/** Blocks in the order in which the app gave them; what Rocket.Chat would leave out there is said in a line of its own. */
export function Blocks({ blocks, surface, ...handlers }: Handlers & { readonly blocks: readonly Block[]; readonly surface: keyof typeof ALLOWED }) {
    const renderer = RENDERERS[surface];
    return (
        <HandlersContext value={{ ...handlers, renderer }}>
            <div className={`uikit uikit--${surface}`}>
                {blocks.map((block, index) => {
                    // The server hands on what an app sends: here it becomes what the renderer asks for.
                    const shown = renderer.render([block as unknown as LayoutBlock], { engine: 'rocket.chat' });
                    return <Fragment key={block.element?.actionId ?? index}>{shown.length > 0 || block.type === 'conditional' ? shown : <Unsupported type={block.type} />}</Fragment>;
                })}
            </div>
        </HandlersContext>
    );
}

/** What the elements of a view start with, by action id. */
export function initialValuesOf(blocks: readonly Block[]): Record<string, unknown> {
    const elements = blocks.flatMap(({ element, accessory, elements: several = [] }) => [element, accessory, ...several]);
    const entries = elements.flatMap((element) => (element?.actionId === undefined ? [] : [[element.actionId, initialValueOf(element)] as const]));
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const Unsupported = ({ type }: { type: string }) => <p className='uikit-unsupported'>“{type}” is not supported here.</p>;

/** Apps may leave out the block id of an element: it is its block's. */
const within = <Element extends BlockElement>({ blockId }: { blockId?: string }, element: Element): Element => ({ blockId, ...element });

const TextView = ({ block }: Props<TextObject>) => (block.type === 'mrkdwn' ? <Markdown text={block.text} /> : <>{plain(block)}</>);

function Section({ block }: Props<SectionBlock>) {
    const { renderer } = useBlocks();
    const { text, fields, accessory } = block;
    return (
        <div className='uikit-section'>
            <div>
                {text && renderer.renderTextObject(text, 0)}
                {fields && <div className='uikit-fields'>{fields.map((field, index) => <div key={index}>{renderer.renderTextObject(field, index)}</div>)}</div>}
            </div>
            {accessory && (renderer.renderSectionAccessoryBlockElement(within(block, accessory), 0) ?? <Unsupported type={accessory.type} />)}
        </div>
    );
}

const FIRST_ACTIONS = 5;

function Actions({ block }: Props<ActionsBlock>) {
    const { renderer } = useBlocks();
    const [all, setAll] = useState(block.elements.length <= FIRST_ACTIONS);
    return (
        <div className='uikit-actions'>
            {(all ? block.elements : block.elements.slice(0, FIRST_ACTIONS)).map((element, index) => renderer.renderActionsBlockElement(within(block, element), index) ?? <Unsupported key={index} type={element.type} />)}
            {!all && <Button small onClick={() => setAll(true)}>Show more…</Button>}
        </div>
    );
}

function Context({ block }: Props<ContextBlock>) {
    const { renderer } = useBlocks();
    return <div className='uikit-context'>{block.elements.map((element, index) => <div key={index}>{renderer.renderContextBlockElement(element, index) ?? <Unsupported type={element.type} />}</div>)}</div>;
}

function Input({ block }: Props<InputBlock>) {
    const { renderer, errors } = useBlocks();
    const id = useId();
    const error = errors[block.element.actionId];
    const described = [error && `${id}error`, block.hint && `${id}hint`].filter(Boolean).join(' ') || undefined;
    return (
        <Field data-invalid={error === undefined ? undefined : true}>
            <FieldLabel id={`${id}label`} htmlFor={id}>{plain(block.label)}</FieldLabel>
            <FieldRow>
                <FieldContext value={{ id, 'aria-labelledby': `${id}label`, 'aria-describedby': described }}>
                    {renderer.renderInputBlockElement(within(block, block.element), 0) ?? <Unsupported type={block.element.type} />}
                </FieldContext>
            </FieldRow>
            {error !== undefined && <FieldError id={`${id}error`} role='alert'>{error}</FieldError>}
            {block.hint && <FieldHint id={`${id}hint`}>{plain(block.hint)}</FieldHint>}
        </Field>
    );
}

function Image({ block, context }: Props<ImageBlock | ImageElement>) {
    const image = <img className={`uikit-image ${context === BlockContext.BLOCK ? '' : 'uikit-image--small'}`} src={block.imageUrl} alt={block.altText} />;
    return 'title' in block && block.title ? <figure className='uikit-figure'><figcaption>{plain(block.title)}</figcaption>{image}</figure> : image;
}

function CalloutView({ block }: Props<CalloutBlock>) {
    const { renderer } = useBlocks();
    const { title, text, variant, accessory } = block;
    return <Callout type={variant} title={title && plain(title)} actions={accessory && renderer.renderSectionAccessoryBlockElement(within(block, accessory), 0)}>{renderer.renderTextObject(text, 0)}</Callout>;
}

function Preview({ block }: Props<PreviewBlock>) {
    const { renderer } = useBlocks();
    const large = isPreviewBlockWithPreview(block) ? block : undefined;
    return (
        <MessageGenericPreview>
            {large?.preview.dimensions && <MessageGenericPreviewCoverImage {...large.preview.dimensions} url={large.preview.url} />}
            <MessageGenericPreviewContent thumb={isPreviewBlockWithThumb(block) && <MessageGenericPreviewThumb><MessageGenericPreviewCoverImage height={192} width={368} url={block.thumb.url} /></MessageGenericPreviewThumb>}>
                <MessageGenericPreviewTitle externalUrl={large?.externalUrl}>{block.title.map((text, index) => renderer.renderTextObject(text, index))}</MessageGenericPreviewTitle>
                <MessageGenericPreviewDescription clamp>{block.description.map((text, index) => renderer.renderTextObject(text, index))}</MessageGenericPreviewDescription>
                {block.footer && <MessageGenericPreviewFooter>{renderer.render([block.footer])}</MessageGenericPreviewFooter>}
            </MessageGenericPreviewContent>
        </MessageGenericPreview>
    );
}

function InfoCard({ block }: Props<InfoCardBlock>) {
    const { renderer } = useBlocks();
    return (
        <div className='uikit-card'>
            {block.rows.map(({ background, elements, action }, row) => (
                <Box key={row} backgroundColor={background === 'default' ? 'surface-light' : 'surface-tint'}>
                    {elements.map((element, index) => (element.type === 'icon' ? <IconView key={index} block={element} context={BlockContext.BLOCK} /> : renderer.renderTextObject(element, index)))}
                    {action && renderer.renderActionsBlockElement(within(block, action), elements.length)}
                </Box>
            ))}
        </div>
    );
}

function TabNavigation({ block }: Props<ExperimentalTabNavigationBlock>) {
    const [selected, select] = useState(() => block.tabs.findIndex((tab) => tab.selected));
    return (
        <Tabs>
            {block.tabs.map((tab, index) => <span key={index} role='presentation' onClick={() => tab.disabled || select(index)}><TabView block={within(block, { ...tab, selected: index === selected })} context={BlockContext.ACTION} /></span>)}
        </Tabs>
    );
}

const drawn = <Kind,>(View: ComponentType<Props<Kind>>) =>
    function draw(block: Kind, context: BlockContext, index: number): ReactElement {
        return <View key={index} block={block} context={context} />;
    };

class Renderer extends SurfaceRenderer<ReactElement> {
    plain_text = drawn<PlainText>(TextView);
    mrkdwn = drawn<MarkdownText>(TextView);
    section = drawn(Section);
    actions = drawn(Actions);
    context = drawn(Context);
    divider = drawn(() => <Divider />);
    input = drawn(Input);
    image = drawn(Image);
    callout = drawn(CalloutView);
    preview = drawn(Preview);
    info_card = drawn(InfoCard);
    tab_navigation = drawn(TabNavigation);
    button = drawn(ButtonView);
    icon_button = drawn(IconButtonView);
    overflow = drawn(OverflowView);
    plain_text_input = drawn(TextInputView);
    datepicker = drawn(PickerView);
    time_picker = drawn(PickerView);
    linear_scale = drawn(ScaleView);
    checkbox = drawn(MarksView);
    toggle_switch = drawn(MarksView);
    radio_button = drawn(MarksView);
    static_select = drawn(StaticSelectView);
    multi_static_select = drawn(MultiStaticSelectView);
    users_select = drawn(EntrySelectView);
    channels_select = drawn(EntrySelectView);
    conversations_select = drawn(EntrySelectView);
    multi_users_select = drawn(MultiEntrySelectView);
    multi_channels_select = drawn(MultiEntrySelectView);
    multi_conversations_select = drawn(MultiEntrySelectView);
}

const RENDERERS = { message: new Renderer(ALLOWED.message), modal: new Renderer(ALLOWED.modal), contextualBar: new Renderer(ALLOWED.contextualBar) };
