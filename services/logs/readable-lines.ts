import { MASK } from '../hub/redact';
import { maskSecrets } from '../safety';
import { terminalLines } from './terminal-lines';

/** One line of a log as people may see it. */
export interface ReadableLine {
    readonly text: string;
    /** ISO 8601; empty when unknown. */
    readonly timestamp: string;
}

/** The longest line that is shown, UTF-16 units: an array that somebody printed helps nobody. */
const MAX_LINE = 1_500;

/** What a private key looks like inside: its lines come one by one, and the first may be out of sight. */
const KEY_LINE = /^[A-Za-z0-9+/=]{60,}$/;
const KEY_LAST_LINE = /^[A-Za-z0-9+/=]+$/;

/**
 * Lines of a log without blank ones, control characters, and what opens a door. One that was written may show as several, or as none.
 * `before`: the line that was shown last, should these go on with it.
 */
export function readableLines(written: readonly ReadableLine[], before?: ReadableLine): ReadableLine[] {
    const shown = written.flatMap(({ text, timestamp }) => terminalLines(text).map((line) => ({ text: line, timestamp }))).filter(({ text }) => text !== '');
    let inKey = before?.text === MASK;
    return shown.map(({ text, timestamp }) => {
        const line = text.trim();
        inKey = KEY_LINE.test(line) || (inKey && KEY_LAST_LINE.test(line));
        return { text: inKey ? MASK : clipped(maskSecrets(text)), timestamp };
    });
}

function clipped(text: string): string {
    return text.length <= MAX_LINE ? text : `${text.slice(0, MAX_LINE).replace(/\p{Cs}$/u, '')}…`;
}
