import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventParser, MAX_EVENT_UNITS, type SseEvent } from '../../../../services/hub/wire/event-parser';

const parse = (...pieces: readonly string[]): SseEvent[] => {
    const parser = new EventParser();
    return pieces.flatMap((piece) => parser.push(piece));
};

/** Cuts a text at these places, each a share of its length. */
function cut(text: string, shares: readonly number[]): string[] {
    const places = [0, ...shares.map((share) => Math.floor(share * text.length)).sort((a, b) => a - b), text.length];
    return places.slice(1).map((end, index) => text.slice(places[index], end));
}

const fragment = fc.constantFrom('data', 'data:', 'data: x', 'data:  two', 'event: metric', 'event:', ': keep-alive', 'id: 7', 'retry', ':', ' ', 'é😀', '\u0000', '\n', '\n\n', '\r', '\r\n', '\r\n\r\n');
const stream = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));

describe('EventParser', () => {
    it('reads kinds and data, and ignores comments and what it does not know', () => {
        expect(parse(': keep-alive\n\nid: 1\nevent: metric\ndata: {"cpu":1}\n\nretry: 5\n\ndata:plain\n\n')).toEqual([
            { event: 'metric', data: '{"cpu":1}' },
            { event: 'message', data: 'plain' },
        ]);
    });

    it('joins lines of data, keeps all but the first space, and takes every line end', () => {
        expect(parse('data: a\r\ndata:  b\rdata\ndata: c\r\n\r\n')).toEqual([{ event: 'message', data: 'a\n b\n\nc' }]);
    });

    it('hands out nothing before the blank line', () => {
        expect(parse('data: almost\n')).toEqual([]);
        expect(parse('event: alone\n\n')).toEqual([]);
    });

    it('reads the same however the text was cut', () => {
        fc.assert(fc.property(stream, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (text, shares) => {
            expect(parse(...cut(text, shares))).toEqual(parse(text));
            expect(parse(...text)).toEqual(parse(text));
        }));
    });

    it('gives back the events that were written', () => {
        const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
        const event = fc.record({ event: line.filter((name) => name !== ''), data: fc.array(line, { minLength: 1, maxLength: 4 }) });
        const written = fc.array(fc.tuple(event, fc.constantFrom('\n', '\r', '\r\n')));
        fc.assert(fc.property(written, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (events, shares) => {
            const text = events.map(([{ event: name, data }, end]) => [`event: ${name}`, ...data.map((one) => `data: ${one}`), '', ''].join(end)).join('');
            expect(parse(...cut(text, shares))).toEqual(events.map(([{ event: name, data }]) => ({ event: name, data: data.join('\n') })));
        }));
    });

    it('leaves out an event that is too long, in one line or in many, and reads the next', () => {
        const long = 'x'.repeat(MAX_EVENT_UNITS);
        expect(parse(`data: ${long}`, long, '\n\ndata: next\n\n')).toEqual([{ event: 'message', data: 'next' }]);
        expect(parse(`data: ${long.slice(9)}\n`, `data: ${long.slice(9)}\n`, '\ndata: next\n\n')).toEqual([{ event: 'message', data: 'next' }]);
        expect(parse(`:${long}`, '\n\ndata: next\n\n')).toEqual([{ event: 'message', data: 'next' }]);
    });
});
