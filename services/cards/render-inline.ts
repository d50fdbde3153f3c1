import { withoutInvisible } from './invisible';
import { absoluteTarget, type RenderOptions } from './link-target';

const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const IMAGE_TAG = /<img\b([^<>]*)>/gi;
const ANCHOR = /<a\b([^<>]*)>([\s\S]{0,2000}?)<\/a\s*>/gi;
const LINE_BREAK = /<br\s*\/?>/gi;
const BLOCK_END = /<\/(?:p|div|h[1-6]|li|tr|table|ul|ol|details|summary|center|section)\s*>/gi;
const AUTOLINK = /<((?:https?:\/\/|mailto:)[^<>\s]{1,2000})>/gi;
const TAG = /<\/?[a-z][^<>]*>/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ', '#39': '\'', '#x27': '\'' };

const LABEL = '[^\\[\\]]{0,500}';
/** Blanks are bounded everywhere: three unbounded runs side by side would be tried in every split. */
const TARGET = '\\(\\s{0,20}(<[^<>\\n]{0,2000}>|[^\\s()]{0,2000}(?:\\([^\\s()]{0,500}\\)[^\\s()]{0,1000})?)(?:\\s{1,20}(?:"[^"\\n]{0,500}"|\'[^\'\\n]{0,500}\'))?\\s{0,20}\\)';
const LINKED_IMAGE = new RegExp(`\\[!\\[(${LABEL})\\]${TARGET}\\]${TARGET}`, 'g');
const IMAGE = new RegExp(`!\\[(${LABEL})\\]${TARGET}`, 'g');
const LINK = new RegExp(`(?<!!)\\[(${LABEL})\\]${TARGET}`, 'g');
const REFERENCE = new RegExp(`(?<!!)\\[(${LABEL})\\]\\[([^\\[\\]\\n]{0,200})\\]`, 'g');
const DEFINITION = /^ {0,3}\[([^[\]\n]{1,200})\]:[ \t]*(\S{1,2000})[^\n]*$/gm;

/** Markdown and HTML inside a stretch of card text → links, images and plain words that Rocket.Chat shows. */
export function renderInline(text: string, options: RenderOptions): string {
    const definitions = new Map([...text.matchAll(DEFINITION)].map(([, name = '', target = '']) => [name.toLowerCase(), target]));
    const visible = withoutInvisible(text.replace(DEFINITION, '').replace(COMMENT, ''));
    return outsideCode(visible, (plain) => chatLinks(decodeEntities(stripTags(renderLinks(plain, options, definitions), options))));
}

/** A link as the steps before have made it. */
const MADE = /\[([^[\]\n]{1,500})\]\((https?:\/\/[^()\s]{1,2000})\)/g;

/** Rocket.Chat's parser reads `<address|label>` whatever the label holds; in `[label](address)` a name with an underscore comes apart. */
function chatLinks(text: string): string {
    return text.replace(MADE, (_, label: string, url: string) => `<${url.replace(/\|/g, '%7c')}|${label.replace(/[|<>]/g, ' ')}>`);
}

/** Inline code: closed by as many backticks as opened it. */
const CODE = /(?<!`)(`{1,20})(?!`)[^\n]{0,2000}?[^`\n]\1(?!`)/g;

/** Applies `render` to what is not inline code. */
function outsideCode(text: string, render: (plain: string) => string): string {
    const pieces: string[] = [];
    let end = 0;
    for (const { 0: code, index } of text.matchAll(CODE)) {
        pieces.push(render(text.slice(end, index)), code);
        end = index + code.length;
    }
    return [...pieces, render(text.slice(end))].join('');
}

function renderLinks(text: string, options: RenderOptions, definitions: ReadonlyMap<string, string>): string {
    return text
        .replace(LINKED_IMAGE, (_, alt: string, image: string, target: string) => link(alt || fileName(image), target, options))
        .replace(IMAGE, (_, alt: string, image: string) => link(alt || fileName(image), image, options, 'resolve'))
        .replace(LINK, (_, label: string, target: string) => link(label, target, options))
        .replace(REFERENCE, (whole, label: string, name: string) => {
            const target = definitions.get((name || label).toLowerCase());
            return target === undefined ? whole : link(label, target, options);
        });
}

function stripTags(text: string, options: RenderOptions): string {
    return text
        .replace(AUTOLINK, '$1')
        .replace(IMAGE_TAG, (_, attributes: string) => {
            const source = attribute(attributes, 'src');
            return source === undefined ? '' : link(attribute(attributes, 'alt') ?? fileName(source), source, options, 'resolve');
        })
        .replace(ANCHOR, (_, attributes: string, label: string) => anchor(attributes, label, options))
        .replace(LINE_BREAK, '\n')
        .replace(BLOCK_END, '\n')
        .replace(TAG, '');
}

function anchor(attributes: string, label: string, options: RenderOptions): string {
    // An image inside the link has become a link of its own by now: its words are the label.
    const words = label.replace(TAG, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1').replace(/\s+/g, ' ').trim();
    const target = attribute(attributes, 'href');
    return target === undefined ? words : link(words, target, options);
}

function link(label: string, target: string, options: RenderOptions, kind: 'blob' | 'resolve' = 'blob'): string {
    const words = label.replace(/<[^<>]*>/g, '').replace(/[[\]\n]+/g, ' ').trim();
    const url = absoluteTarget(target, options, kind);
    if (url === undefined) return words;
    return `[${words || fileName(target)}](${url})`;
}

function attribute(attributes: string, name: string): string | undefined {
    const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
    return match?.[1] ?? match?.[2] ?? match?.[3];
}

function fileName(target: string): string {
    return target.replace(/[?#][^]*/, '').split('/').at(-1)?.slice(0, 80).replace(/[[\]()<>]/g, '') || 'link';
}

/** Once, so that `&amp;lt;` stays the text `&lt;`. */
function decodeEntities(text: string): string {
    return text.replace(/&(#?[a-z0-9]{2,6});/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}
