import { CheckBox, Divider, IconButton, MessageEmoji, MessageHighlight } from '@rocket.chat/fuselage';
import { useButtonPattern, useClipboard } from '@rocket.chat/fuselage-hooks';
import { parse, type Code, type Emoji, type Inlines, type Root, type Table } from '@rocket.chat/message-parser';
import { memo, useState, type ReactNode } from 'react';
import { characterOf } from './emoji';
import './message-parts.css';
import { Timestamp } from './timestamp';
import { useWorkspace } from './workspace';

type BlockNode = Root[number];

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

function Block({ node }: { readonly node: BlockNode }): ReactNode {
    switch (node.type) {
        case 'PARAGRAPH':
            return <div><Inline nodes={node.value} /></div>;
        case 'BIG_EMOJI':
            return <div>{node.value.map((emoji, index) => <EmojiNode key={index} node={emoji} big />)}</div>;
        case 'HEADING': {
            const Heading = `h${node.level}` as const;
            return <Heading><Inline nodes={node.value} /></Heading>;
        }
        case 'QUOTE':
            return <blockquote><Paragraphs nodes={node.value} /></blockquote>;
        case 'SPOILER_BLOCK':
            return <div><Spoiler><Paragraphs nodes={node.value} /></Spoiler></div>;
        case 'UNORDERED_LIST':
            return <ul>{node.value.map((item, index) => <li key={index}><Inline nodes={item.value} /></li>)}</ul>;
        case 'ORDERED_LIST':
            return <ol>{node.value.map((item, index) => <li key={index} value={item.number}><Inline nodes={item.value} /></li>)}</ol>;
        case 'LIST_ITEM':
            return <ul><li><Inline nodes={node.value} /></li></ul>;
        case 'TASKS':
            return <ul className='task-list'>{node.value.map((task, index) => <li key={index}><CheckBox checked={task.status} readOnly aria-label={task.status ? 'Done' : 'To do'} /> <Inline nodes={task.value} /></li>)}</ul>;
        case 'CODE':
            return <CodeBlock text={codeOf(node)} />;
        case 'KATEX':
            return <pre className='markdown-code'><code>{node.value}</code></pre>;
        case 'LINE_BREAK':
            return <br />;
        case 'HORIZONTAL_RULE':
            return <Divider />;
        case 'TABLE':
            return <TableBlock table={node.value} />;
    }
}

const Paragraphs = ({ nodes }: { readonly nodes: ReadonlyArray<{ readonly value: Inlines[] }> }) => nodes.map(({ value }, index) => <div key={index}><Inline nodes={value} /></div>);

const Inline = ({ nodes }: { readonly nodes: readonly Inlines[] }) => nodes.map((node, index) => <InlineNode key={index} node={node} />);

function InlineNode({ node }: { readonly node: Inlines }): ReactNode {
    switch (node.type) {
        case 'PLAIN_TEXT':
            return node.value;
        case 'BOLD':
            return <strong><Inline nodes={node.value} /></strong>;
        case 'ITALIC':
            return <em><Inline nodes={node.value} /></em>;
        case 'STRIKE':
            return <del><Inline nodes={node.value} /></del>;
        case 'SPOILER':
            return <Spoiler><Inline nodes={node.value} /></Spoiler>;
        case 'INLINE_CODE':
            return <code className='markdown-code'>{node.value.value}</code>;
        case 'INLINE_KATEX':
            return <code className='markdown-code'>{node.value}</code>;
        case 'LINK':
            return <SafeLink href={node.value.src.value}>{[node.value.label].flat().length ? <Inline nodes={[node.value.label].flat()} /> : node.value.src.value}</SafeLink>;
        case 'IMAGE':
            return <SafeLink href={node.value.src.value}>{node.value.label.value === '' ? node.value.src.value : <InlineNode node={node.value.label} />}</SafeLink>;
        case 'MENTION_USER':
            return <UserMention name={node.value.value} />;
        case 'MENTION_CHANNEL':
            return <ChannelMention name={node.value.value} />;
        case 'EMOJI':
            return <EmojiNode node={node} />;
        case 'TIMESTAMP':
            return <Timestamp seconds={node.value.timestamp} format={node.value.format} />;
        case 'COLOR': {
            const { r, g, b, a } = node.value;
            return `rgba(${r}, ${g}, ${b}, ${a / 255})`;
        }
    }
}

const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];
/** Addresses without a scheme or a host take the page's. */
const BASE = 'https://page.invalid';

/** A link to a new tab; only its text for a scheme that could do more than lead somewhere, such as `javascript:`. */
export function SafeLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
    const safe = URL.canParse(href, BASE) && SCHEMES.includes(new URL(href, BASE).protocol);
    return safe ? <a href={href} title={href} target='_blank' rel='noopener noreferrer'>{children}</a> : children;
}

function UserMention({ name }: { readonly name: string }) {
    const [workspace, { user, start }] = useWorkspace();
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
    const [workspace, { rooms }] = useWorkspace();
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
    // An emoticon's text is not its short name.
    return characters === undefined ? value.value === shortCode ? label : value.value : <MessageEmoji name='markdown-emoji' big={big} role='img' aria-label={label} title={label}>{characters}</MessageEmoji>;
}

function Spoiler({ children }: { readonly children: ReactNode }) {
    const [open, setOpen] = useState(false);
    const press = useButtonPattern(() => setOpen(true));
    return open ? children : <span className='markdown-spoiler' aria-label='Spoiler. Press to reveal.' {...press}><span inert>{children}</span></span>;
}

const codeOf = (node: Code): string => node.value.map((line) => line.value.value).join('\n');

function CodeBlock({ text }: { readonly text: string }) {
    const [workspace] = useWorkspace();
    const { copy, hasCopied } = useClipboard(text, { onCopyError: () => workspace.notice('The browser does not let this page copy.') });
    const label = hasCopied ? 'Copied' : 'Copy code';
    return (
        <pre className='markdown-code'>
            <code>{text}</code>
            <IconButton small icon={hasCopied ? 'check' : 'copy'} title={label} aria-label={label} onClick={() => void copy()} />
        </pre>
    );
}

function TableBlock({ table }: { readonly table: Table['value'] }) {
    return (
        <div className='markdown-table' role='region' aria-label='Table' tabIndex={0}>
            <table>
                <thead><tr>{table.header.map((cell, index) => <th key={index} align={cell.align}><Inline nodes={cell.value} /></th>)}</tr></thead>
                <tbody>{table.rows.map((row, index) => <tr key={index}>{row.value.map((cell, column) => <td key={column} align={cell.align}><Inline nodes={cell.value} /></td>)}</tr>)}</tbody>
            </table>
        </div>
    );
}

const SPACE: Inlines = { type: 'PLAIN_TEXT', value: ' ' };

/** What a block says, for one line. */
function inlinesOf(node: BlockNode): readonly Inlines[] {
    switch (node.type) {
        case 'PARAGRAPH':
        case 'HEADING':
        case 'BIG_EMOJI':
        case 'LIST_ITEM':
            return [...node.value, SPACE];
        case 'QUOTE':
        case 'UNORDERED_LIST':
        case 'ORDERED_LIST':
        case 'TASKS':
            return node.value.flatMap(({ value }) => [...value, SPACE]);
        case 'SPOILER_BLOCK':
            return [{ type: 'SPOILER', value: [{ type: 'PLAIN_TEXT', value: '…' }] }];
        case 'CODE':
            return [{ type: 'INLINE_CODE', value: { type: 'PLAIN_TEXT', value: codeOf(node) } }, SPACE];
        case 'KATEX':
            return [{ type: 'INLINE_KATEX', value: node.value }, SPACE];
        case 'TABLE':
            return [node.value.header, ...node.value.rows.map((row) => row.value)].flat().flatMap(({ value }) => [...value, SPACE]);
        case 'LINE_BREAK':
        case 'HORIZONTAL_RULE':
            return [SPACE];
    }
}
