/** One server-sent event. */
export interface SseEvent {
    /** `message` where the stream names no kind. */
    readonly event: string;
    /** Its lines, joined by `\n`. */
    readonly data: string;
}

/** The longest line, and the longest data of one event, UTF-16 units. An event beyond that is left out as a whole. */
export const MAX_EVENT_UNITS = 512 * 1024;

/**
 * Server-sent events out of pieces of text that are cut anywhere. Fields other than `event` and `data` are ignored: no stream is
 * resumed by an event's id. Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation.
 */
export class EventParser {
    #line = '';
    #data: string[] = [];
    #dataUnits = 0;
    #event = '';
    #tooLong = false;
    /** The last piece ended with a `\r`, to which a `\n` may belong. */
    #afterReturn = false;

    /** The events that are complete now. What is not yet complete is kept for the next piece. */
    push(piece: string): SseEvent[] {
        if (piece === '') return [];
        const text = this.#afterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
        this.#afterReturn = piece.endsWith('\r');
        const [first = '', ...others] = text.split(/\r\n|\r|\n/);
        this.#extendLine(first);
        return others.flatMap((next) => {
            const event = this.#endLine();
            this.#extendLine(next);
            return event ? [event] : [];
        });
    }

    #extendLine(text: string): void {
        if (this.#line.length + text.length <= MAX_EVENT_UNITS) {
            this.#line += text;
        } else {
            this.#tooLong = true;
        }
    }

    #endLine(): SseEvent | undefined {
        const line = this.#line;
        this.#line = '';
        if (line === '') return this.#endEvent();
        const colon = line.indexOf(':');
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (name === 'data') this.#addData(value);
        if (name === 'event') this.#event = value;
        return undefined;
    }

    #addData(value: string): void {
        this.#dataUnits += value.length + 1;
        if (this.#dataUnits > MAX_EVENT_UNITS) {
            this.#tooLong = true;
        } else {
            this.#data.push(value);
        }
    }

    /** An event without data is none. */
    #endEvent(): SseEvent | undefined {
        const event = this.#tooLong || this.#data.length === 0 ? undefined : { event: this.#event || 'message', data: this.#data.join('\n') };
        this.#data = [];
        this.#dataUnits = 0;
        this.#event = '';
        this.#tooLong = false;
        return event;
    }
}
