const NAMES = 'script|style|svg|iframe|object|video|audio|template';
const OPENING = new RegExp(`<(${NAMES})\\b[^<>]*>`, 'gi');
const CLOSING = new RegExp(`</(${NAMES})\\s{0,20}>`, 'gi');

/**
 * The text without elements whose text is no text, from their opening to their closing tag; one that is never closed stays.
 * Every closing tag is looked at once, whatever the number of opening ones: a search for each would take minutes on text
 * made for that.
 */
export function withoutInvisible(text: string): string {
    const closings = closingTags(text);
    const pieces: string[] = [];
    let end = 0;
    for (const { 0: tag, 1: name = '', index } of text.matchAll(OPENING)) {
        const closing = index < end ? undefined : firstAfter(closings.get(name.toLowerCase()), index + tag.length);
        if (closing) {
            pieces.push(text.slice(end, index));
            end = closing.end;
        }
    }
    return [...pieces, text.slice(end)].join('');
}

interface Tag {
    index: number;
    end: number;
}

/** By element name, the last first. */
function closingTags(text: string): Map<string, Tag[]> {
    const tags = new Map<string, Tag[]>();
    for (const { 0: tag, 1: written = '', index } of [...text.matchAll(CLOSING)].reverse()) {
        const name = written.toLowerCase();
        const known = tags.get(name);
        const found = { index, end: index + tag.length };
        if (known) known.push(found);
        else tags.set(name, [found]);
    }
    return tags;
}

/** Drops the tags before `from` for good: the walk only goes forward. */
function firstAfter(tags: Tag[] | undefined, from: number): Tag | undefined {
    while ((tags?.at(-1)?.index ?? from) < from) tags?.pop();
    return tags?.at(-1);
}
