import { CheckBox, Divider, IconButton, MessageEmoji, MessageHighlight } from '@rocket.chat/fuselage';
import { useButtonPattern, useClipboard } from '@rocket.chat/fuselage-hooks';
import { parse, type Code, type Emoji, type Inlines, type Root, type TableCell } from '@rocket.chat/message-parser';
import { createElement, Fragment, memo, useState, type ReactNode } from 'react';
import { characterOf } from './emoji';
import './message-parts.css';
import { Timestamp } from './timestamp';
import { useClient, useSelected } from './workspace';

type BlockNode = Root[number];
type Item = { readonly value: readonly Inlines[]; readonly number?: number };

/** As a new server's settings make the web client read messages; previews of colours are off. */
const OPTIONS = { colors: false, emoticons: true, katex: { dollarSyntax: false, parenthesisSyntax: true } };
/** Rocket.Chat shows longer messages as they were written: the parser's time grows faster than the text. */
const MAX_PARSED = 5000;
const MAX_REMEMBERED = 500;

const remembered = new Map<string, Root | undefined>();

/** Undefined for a text that cannot be read as Markdown. */
function read(text: string): Root | undefined {
    if (!remembered.has(text)) {
        const [oldest] = remembered.keys();
        if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) {
            remembered.delete(oldest);
        }
        remembered.set(text, parsed(text));
    }
    return remembered.get(text);
}

function parsed(text: string): Root | undefined {
    try {
        return text.length > MAX_PARSED ? undefined : parse(text, OPTIONS);
    } catch {
        return undefined;
    }
}

/** A text as Rocket.Chat's web client shows it; `inline`: all of it in one line, for captions. */
export const Markdown = memo(function Markdown({ text, inline = false }: { readonly text: string; readonly inline?: boolean }) {
    const blocks = text === '' ? [] : read(text);
    if (!blocks) {
        return <span className='markdown-plain'>{text}</span>;
    }
    return inline ? <Inline nodes={blocks.flatMap(inlinesOf)} /> : blocks.map((node, index) => <Block key={index} node={node} />);
});

const Block = ({ node }: { readonly node: BlockNode }) => (BLOCKS[node.type] as Render<BlockNode>)(node);
const Inline = ({ nodes }: { readonly nodes: readonly Inlines[] }) => nodes.map((node, index) => <Fragment key={index}>{(INLINES[node.type] as Render<Inlines>)(node)}</Fragment>);
const Lines = ({ nodes, as: Line }: { readonly nodes: readonly Item[]; readonly as: 'div' | 'li' }) => nodes.map(({ value, ...item }, index) => <Line key={index} value={item.number}><Inline nodes={value} /></Line>);
const Cells = ({ nodes, as: Cell }: { readonly nodes: readonly TableCell[]; readonly as: 'th' | 'td' }) => <tr>{nodes.map(({ value, align }, index) => <Cell key={index} style={{ textAlign: align }}><Inline nodes={value} /></Cell>)}</tr>;

type Render<Node> = (node: Node) => ReactNode;
type Renderers<Node extends { type: string }> = { readonly [Type in Node['type']]: Render<Extract<Node, { type: Type }>> };

const BLOCKS: Renderers<BlockNode> = {
    PARAGRAPH: ({ value }) => <div><Inline nodes={value} /></div>,
    BIG_EMOJI: ({ value }) => <div>{value.map((emoji, index) => <EmojiNode key={index} node={emoji} big />)}</div>,
    HEADING: ({ value, level }) => createElement(`h${level}`, {}, <Inline nodes={value} />),
    QUOTE: ({ value }) => <blockquote><Lines nodes={value} as='div' /></blockquote>,
    SPOILER_BLOCK: ({ value }) => <div><Spoiler><Lines nodes={value} as='div' /></Spoiler></div>,
    UNORDERED_LIST: ({ value }) => <ul><Lines nodes={value} as='li' /></ul>,
    ORDERED_LIST: ({ value }) => <ol><Lines nodes={value} as='li' /></ol>,
    LIST_ITEM: (item) => <ul><Lines nodes={[item]} as='li' /></ul>,
    TASKS: ({ value }) => <ul className='task-list'>{value.map((task, index) => <li key={index}><CheckBox checked={task.status} readOnly aria-label={task.status ? 'Done' : 'To do'} /> <Inline nodes={task.value} /></li>)}</ul>,
    CODE: (code) => <CodeBlock text={codeOf(code)} />,
    KATEX: ({ value }) => <pre className='markdown-code'><code>{value}</code></pre>,
    LINE_BREAK: () => <br />,
    HORIZONTAL_RULE: () => <Divider />,
    TABLE: ({ value: { header, rows } }) => (
        <div className='markdown-table' role='region' aria-label='Table' tabIndex={0}>
            <table><thead><Cells nodes={header} as='th' /></thead><tbody>{rows.map(({ value }, index) => <Cells key={index} nodes={value} as='td' />)}</tbody></table>
        </div>
    ),
};

const INLINES: Renderers<Inlines> = {
    PLAIN_TEXT: ({ value }) => value,
    BOLD: ({ value }) => <strong><Inline nodes={value} /></strong>,
    ITALIC: ({ value }) => <em><Inline nodes={value} /></em>,
    STRIKE: ({ value }) => <del><Inline nodes={value} /></del>,
    SPOILER: ({ value }) => <Spoiler><Inline nodes={value} /></Spoiler>,
    INLINE_CODE: ({ value }) => <code className='markdown-code'>{value.value}</code>,
    INLINE_KATEX: ({ value }) => <code className='markdown-code'>{value}</code>,
    LINK: ({ value: { src, label } }) => <SafeLink href={src.value}><Inline nodes={[label].flat()} /></SafeLink>,
    // As a link: what a message shows is not to tell a stranger's server who reads it.
    IMAGE: ({ value: { src, label } }) => <SafeLink href={src.value}><Inline nodes={[label]} /></SafeLink>,
    MENTION_USER: ({ value }) => <UserMention name={value.value} />,
    MENTION_CHANNEL: ({ value }) => <ChannelMention name={value.value} />,
    EMOJI: (emoji) => <EmojiNode node={emoji} />,
    TIMESTAMP: ({ value: { timestamp, format } }) => <Timestamp seconds={timestamp} format={format} />,
    COLOR: ({ value: { r, g, b, a } }) => `rgba(${r}, ${g}, ${b}, ${a / 255})`,
};

const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];
/** Addresses without a scheme or a host take the page's. */
const BASE = 'https://page.invalid';

/** A link to a new tab; only its text for a scheme that could do more than lead somewhere, such as `javascript:`. */
export function SafeLink({ href, children }: { readonly href: string | undefined; readonly children: ReactNode }) {
    const safe = href !== undefined && URL.canParse(href, BASE) && SCHEMES.includes(new URL(href, BASE).protocol);
    return safe ? <a href={href} title={href} target='_blank' rel='noopener noreferrer'>{children}</a> : children;
}

function UserMention({ name }: { readonly name: string }) {
    const workspace = useClient();
    const user = useSelected((state) => state.user);
    const start = useSelected((state) => state.start);
    const press = useButtonPattern(() => void workspace.openDirect(name));
    if (name === 'all' || name === 'here') {
        return <MessageHighlight variant='relevant'>@{name}</MessageHighlight>;
    }
    if (name === user) {
        return <MessageHighlight variant='critical' title='Mentions you'>@{name}</MessageHighlight>;
    }
    return start?.people.some(({ username }) => username === name) ? <MessageHighlight variant='link' clickable title='Open direct message' {...press}>@{name}</MessageHighlight> : `@${name}`;
}

function ChannelMention({ name }: { readonly name: string }) {
    const workspace = useClient();
    const rooms = useSelected((state) => state.rooms);
    const room = rooms.find(({ title, type }) => title === name && type !== 'd');
    const press = useButtonPattern(() => room && void workspace.goTo(room.id));
    return room ? <MessageHighlight variant='link' clickable title='Open room' {...press}>#{name}</MessageHighlight> : `#${name}`;
}

function EmojiNode({ node, big = false }: { readonly node: Emoji; readonly big?: boolean }) {
    if ('unicode' in node) {
        return <MessageEmoji name='markdown-emoji' big={big}>{node.unicode}</MessageEmoji>;
    }
    const { shortCode, value } = node;
    const label = `:${shortCode}:`;
    const characters = characterOf(shortCode);
    if (characters === undefined) {
        // An emoticon's text is not its short name.
        return value.value === shortCode ? label : value.value;
    }
    return <MessageEmoji name='markdown-emoji' big={big} role='img' aria-label={label} title={label}>{characters}</MessageEmoji>;
}

function Spoiler({ children }: { readonly children: ReactNode }) {
    const [open, setOpen] = useState(false);
    const press = useButtonPattern(() => setOpen(true));
    return open ? children : <span className='markdown-spoiler' aria-label='Spoiler. Press to reveal.' {...press}><span>{children}</span></span>;
}

const codeOf = (node: Code): string => node.value.map((line) => line.value.value).join('\n');

function CodeBlock({ text }: { readonly text: string }) {
    const workspace = useClient();
    const { copy, hasCopied } = useClipboard(text, { onCopyError: () => workspace.notice('The browser does not let this page copy.') });
    const label = hasCopied ? 'Copied' : 'Copy code';
    return (
        <pre className='markdown-code'>
            <code>{text}</code>
            <IconButton small icon={hasCopied ? 'check' : 'copy'} title={label} aria-label={label} onClick={() => void copy()} />
        </pre>
    );
}

const SPACE: Inlines = { type: 'PLAIN_TEXT', value: ' ' };

/** What a block says, for one line. */
function inlinesOf(node: BlockNode): readonly Inlines[] {
    switch (node.type) {
        case 'CODE':
            return [{ type: 'INLINE_CODE', value: { type: 'PLAIN_TEXT', value: codeOf(node) } }, SPACE];
        case 'KATEX':
            return [{ type: 'INLINE_KATEX', value: node.value }, SPACE];
        case 'SPOILER_BLOCK':
            return [{ type: 'SPOILER', value: [{ type: 'PLAIN_TEXT', value: '…' }] }, SPACE];
        case 'TABLE':
            return [node.value.header, ...node.value.rows.map(({ value }) => value)].flat().flatMap(({ value }) => [...value, SPACE]);
        case 'QUOTE':
        case 'UNORDERED_LIST':
        case 'ORDERED_LIST':
        case 'TASKS':
            return node.value.flatMap(({ value }) => [...value, SPACE]);
        default:
            return [...(node.value ?? []), SPACE];
    }
}
