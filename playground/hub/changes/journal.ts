import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseJson } from '../json';
import type { HubState } from '../state';
import { apply } from './apply';
import { compacted } from './compact';
import type { HubEntry } from './entry';
import { hubEntry } from './entry';

/** Deeds are what people click and say, about a hundred in an afternoon: a journal this long is a program gone wild. */
const MAX_ENTRIES = 10_000;
const MAX_CHARACTERS = 32 * 1024 * 1024;

function parseLine(text: string, where: string): HubEntry {
    const entry = hubEntry.safeParse(parseJson(text));
    if (!entry.success) {
        const [issue] = entry.error.issues;
        throw new Error(`${where} of the journal can't be read (${issue?.path.join('.') || 'entry'}: ${issue?.message}). Delete the file to begin anew.`);
    }
    return entry.data;
}

/** A last line without its newline was cut off by the end of the process: what it told was never answered. */
function readEntries(file: string): HubEntry[] {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((line, index) => parseLine(line, `${file}: line ${index + 1}`));
}

const asLine = (entry: HubEntry): string => `${JSON.stringify(entry)}\n`;

/**
 * What was done to the Hub, one JSON object per line, so that a Hub started again stands where it was. Lines are written before the
 * call that caused them is answered. It holds the values of tokens, which only this Hub accepts.
 */
export class Journal {
    /** What was there when it was opened, without what later entries undid. */
    readonly entries: readonly HubEntry[];
    /** Milliseconds since the epoch. */
    readonly begunAt: number;
    private length: number;
    private size: number;

    /** Throws when a line is not an entry; the message names it. `now` is when it begins, should there be none yet. */
    constructor(private readonly file: string, now: number) {
        mkdirSync(dirname(file), { recursive: true });
        const [first, ...rest] = readEntries(file);
        const opened = first ?? { at: now, id: '0'.repeat(24), deed: { kind: 'opened' } };
        this.begunAt = opened.at;
        this.entries = [opened, ...compacted(rest)];
        this.length = this.entries.length;
        const text = this.entries.map(asLine).join('');
        this.size = text.length;
        writeFileSync(`${file}.new`, text, { mode: 0o600 });
        renameSync(`${file}.new`, file);
    }

    /** Does everything again, in its order. Throws when something does not fit any more, as after a change of the seed; the message names it. */
    replay(state: HubState): void {
        this.entries.forEach((entry, index) => {
            try {
                apply(state, entry);
            } catch (error) {
                const why = error instanceof Error ? error.message : String(error);
                throw new Error(`${this.file}: line ${index + 1} of the journal (${entry.deed.kind}) can't be done again: ${why} Delete the file to begin anew.`, { cause: error });
            }
        });
    }

    append(entry: HubEntry): void {
        if (this.length >= MAX_ENTRIES || this.size >= MAX_CHARACTERS) {
            throw new Error(`The journal ${this.file} is full: it holds ${this.length} entries. Start the playground with --reset.`);
        }
        const line = asLine(entry);
        appendFileSync(this.file, line);
        this.length += 1;
        this.size += line.length;
    }
}
