const GAP = '  ';

/** Lines up cells for a monospace block. */
export function columns(rows: ReadonlyArray<readonly string[]>): string {
    const widths: number[] = [];
    for (const row of rows) {
        row.forEach((cell, index) => {
            widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
        });
    }
    return rows.map((row) => row.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - displayWidth(cell))).join(GAP).trimEnd()).join('\n');
}

/**
 * Blocks of characters that are two cells wide in monospace fonts: Hangul, kana, CJK, full-width forms.
 * Source: Unicode Standard Annex #11 (East Asian Width).
 */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export function displayWidth(text: string): number {
    return Array.from(text).reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}
