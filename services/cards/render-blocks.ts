/** Deepest heading that Rocket.Chat shows as one. */
const MAX_HEADING_LEVEL = 4;

/** Tables, lists, headings and rules of a stretch of card text → what Rocket.Chat shows. */
export function renderBlocks(text: string): string {
    const lines = text.split('\n');
    const result: string[] = [];
    for (let index = 0; index < lines.length;) {
        const table = tableAt(lines, index);
        if (table) {
            result.push(...table.lines);
            index = table.end;
            continue;
        }
        const underlined = underlinedAt(lines, index);
        result.push(underlined ?? renderLine(lines[index] ?? ''));
        index += underlined === undefined ? 1 : 2;
    }
    return result.join('\n');
}

function renderLine(line: string): string {
    const heading = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/.exec(line);
    if (heading) return headingLine(heading[1]?.length ?? 1, heading[2] ?? '');
    if (/^ {0,3}(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,})[ \t]*$/.test(line)) return '';
    return listLine(line) ?? alertLine(line) ?? unindented(line);
}

function headingLine(level: number, text: string): string {
    const title = text.replace(/(?<![ \t])[ \t]+#+[ \t]*$/, '').replace(/\*\*/g, '').trim();
    return level <= MAX_HEADING_LEVEL ? `${'#'.repeat(level)} ${title}` : `*${title}*`;
}

function underlinedAt(lines: readonly string[], index: number): string | undefined {
    const mark = /^ {0,3}(=|-)\1{2,}[ \t]*$/.exec(lines[index + 1] ?? '')?.[1];
    const text = lines[index] ?? '';
    if (mark === undefined || !/^ {0,3}[^\s#>|*+\-=]/.test(text)) return undefined;
    return headingLine(mark === '=' ? 1 : 2, text.trim());
}

/** Lists inside lists are not shown: depth becomes dots. A nested number would restart the outer count, so it goes. */
function listLine(line: string): string | undefined {
    const match = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(\S.*)$/.exec(line);
    if (!match) return undefined;
    const [, indent = '', mark = '', text = ''] = match;
    const depth = Math.min(4, Math.floor(indent.replaceAll('\t', '    ').length / 2));
    if (depth > 0) return `- ${'· '.repeat(depth)}${text}`;
    return /\d/.test(mark) ? `${mark.replace(')', '.')} ${text}` : `- ${text}`;
}

/** `> [!NOTE]`. */
function alertLine(line: string): string | undefined {
    const kind = /^ {0,3}>[ \t]*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$/i.exec(line)?.[1];
    return kind && `> *${kind.charAt(0).toUpperCase()}${kind.slice(1).toLowerCase()}*`;
}

/** Indented text is code in a card, and a stray indent here: neither is shown as code by Rocket.Chat. */
function unindented(line: string): string {
    return line.trim() === '' ? '' : line.replace(/^[ \t]+/, '').trimEnd();
}

/** A table as a list: one row a line, its first cell named, the others labelled with their column. */
function tableAt(lines: readonly string[], start: number): { lines: string[]; end: number } | undefined {
    const header = cells(lines[start] ?? '');
    const divider = cells(lines[start + 1] ?? '');
    if (!header || !divider || !divider.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
    let end = start + 2;
    const rows: string[] = [];
    for (let row = cells(lines[end] ?? ''); row; row = cells(lines[end] ?? '')) {
        rows.push(rowLine(header, row));
        end++;
    }
    return { lines: rows.length > 0 ? rows : [`- ${header.filter((cell) => cell !== '').join(' · ')}`], end };
}

function rowLine(header: readonly string[], row: readonly string[]): string {
    const [first = '', ...rest] = row;
    const facts = rest.flatMap((cell, index) => (cell === '' ? [] : [label(header[index + 1], cell)]));
    return `- ${[first === '' ? undefined : first, facts.join(' · ') || undefined].filter((part) => part !== undefined).join(' — ')}`;
}

function label(column: string | undefined, cell: string): string {
    return column ? `${column}: ${cell}` : cell;
}

/** The cells of a table line; undefined when it has no bar. A bar behind a backslash is text. */
function cells(line: string): string[] | undefined {
    if (!line.includes('|') || /^[ \t]*>/.test(line)) return undefined;
    const inner = line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
    return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}
