/** Text that Markdown shows as it is: what stands between backticks stays, HTML does not begin by accident. */
export function prose(text: string): string {
    return text.split(/(`[^`]*`)/).map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '\\<'))).join('');
}

export const code = (text: string): string => `\`${text}\``;

/** A fenced block. */
export function block(text: string): string {
    return ['```text', text, '```'].join('\n');
}

/** A table; a bar inside a cell would end it, in code spans too. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
    const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The anchor that GitHub gives to a heading. */
export function anchor(heading: string): string {
    return heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}
