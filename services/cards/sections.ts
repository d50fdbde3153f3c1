/** A heading and the text up to the next heading of any level. */
export interface Section {
    /** 0 for the text before the first heading, else 1–6. */
    level: number;
    /** Without marks, links and emphasis; empty for the text before the first heading. */
    title: string;
    /** The text below the heading, without the heading line. */
    text: string;
    /** The line of the heading, from 0. */
    line: number;
}

/** More headings than a card a person can read; what follows stays part of the last section. */
const MAX_SECTIONS = 500;
/** Headings are lines; a longer line is text. */
const MAX_HEADING = 500;

/** Splits markdown at its headings, `#` and underlined ones. Lines inside code fences and HTML comments are not headings. */
export function splitSections(markdown: string): Section[] {
    const lines = markdown.split(/\r\n|\r|\n/);
    const headings = findHeadings(lines);
    const first = headings[0]?.line ?? lines.length;
    const intro = lines.slice(0, first).join('\n').trim();
    const sections = headings.map(({ level, title, line, after }, index) => ({
        level,
        title,
        line,
        text: lines.slice(after, headings[index + 1]?.line).join('\n').trim(),
    }));
    return intro === '' ? sections : [{ level: 0, title: '', text: intro, line: 0 }, ...sections];
}

/** The text of a section with all that is nested below it. */
export function textBelow(sections: readonly Section[], index: number): string {
    const level = sections[index]?.level ?? 0;
    const end = sections.findIndex((section, other) => other > index && section.level <= level);
    return sections.slice(index, end === -1 ? undefined : end).map(({ text }) => text).join('\n').trim();
}

interface Heading {
    level: number;
    title: string;
    line: number;
    /** The first line below it. */
    after: number;
}

function findHeadings(lines: readonly string[]): Heading[] {
    const headings: Heading[] = [];
    const skipped = skippedLines(lines);
    for (const [line, text] of lines.entries()) {
        if (headings.length === MAX_SECTIONS) break;
        if (skipped.has(line) || text.length > MAX_HEADING) continue;
        const heading = hashHeading(text, line) ?? underlinedHeading(text, lines[line + 1] ?? '', line);
        if (heading && heading.title !== '') headings.push(heading);
    }
    return headings;
}

function hashHeading(text: string, line: number): Heading | undefined {
    const match = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(text);
    if (!match) return undefined;
    const [, marks = '', rest = ''] = match;
    return { level: marks.length, title: plainTitle(rest.trim().replace(/[ \t]#+$/, '')), line, after: line + 1 };
}

/** `Title` over `=====` or `-----`. */
function underlinedHeading(text: string, below: string, line: number): Heading | undefined {
    const mark = /^ {0,3}(=|-)\1{2,}[ \t]*$/.exec(below)?.[1];
    if (mark === undefined || !/^ {0,3}[^\s#>|*+\-=]/.test(text)) return undefined;
    return { level: mark === '=' ? 1 : 2, title: plainTitle(text.trim()), line, after: line + 2 };
}

function plainTitle(title: string): string {
    return title
        .replace(/<[^<>]*>/g, '')
        .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
        .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, '')
        .trim();
}

/** Lines inside ``` or ~~~ fences and HTML comments, the marks included. */
function skippedLines(lines: readonly string[]): Set<number> {
    const skipped = new Set<number>();
    let fence: string | undefined;
    let comment = false;
    for (const [line, text] of lines.entries()) {
        const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
        const inside: boolean = fence !== undefined || comment;
        if (fence !== undefined) {
            if (mark !== undefined && mark.startsWith(fence) && text.trim() === mark) fence = undefined;
        } else if (comment) {
            comment = !text.includes('-->');
        } else if (mark !== undefined) {
            fence = mark;
        } else {
            comment = opensComment(text);
        }
        if (inside || fence !== undefined || comment) skipped.add(line);
    }
    return skipped;
}

function opensComment(text: string): boolean {
    const start = text.lastIndexOf('<!--');
    return start !== -1 && !text.includes('-->', start);
}
