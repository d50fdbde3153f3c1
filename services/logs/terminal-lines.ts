/** Colours, cursor moves and window titles (ECMA-48, 5.4 and 8.3): each begins with an escape and holds no other. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]?)/g;
/** Control characters but tab, marks that turn the direction of writing around, what is drawn with no width, halves of characters. */
const INVISIBLE = /(?!\t)\p{Cc}|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu;

/** The lines that a terminal would show of what was written: without colours, and of a progress bar only as it stood last. */
export function terminalLines(written: string): string[] {
    return written.replace(ESCAPES, '').split(/\r?\n/).map(shownLine);
}

/** What follows a carriage return is written over what stood before. */
function shownLine(line: string): string {
    const states = line.split('\r').map((state) => state.replace(INVISIBLE, '').trimEnd());
    return states.findLast((state) => state !== '') ?? '';
}
