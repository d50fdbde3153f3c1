import { describe, expect, it } from 'vitest';
import { forTerminal } from '../../../playground/terminal/for-terminal';
import { portOf, terminalOptions } from '../../../playground/terminal/options';

describe('terminalOptions', () => {
    it('takes its own options and leaves the command’s as they were typed', () => {
        const options = terminalOptions(['models', 'search', 'bert', '--as', 'bo', '--task', 'fill-mask', '--limit=3', '--json', '--room=ml-models'], { HUB_PORT: '5000' });
        expect(options).toMatchObject({ as: 'bo', room: 'ml-models', json: true, hubPort: 5000, words: ['models', 'search', 'bert', '--task', 'fill-mask', '--limit=3'] });
    });

    it('has defaults for a first visitor', () => {
        expect(terminalOptions([], {})).toEqual({ as: 'alice', room: 'general', thread: undefined, json: false, hub: undefined, hubPort: undefined, reset: false, dir: undefined, words: [] });
    });
});

describe('portOf', () => {
    it.each(['x', '0', '70000', '4100.5', '-1'])('refuses HUB_PORT=%s by name', (given) => {
        expect(() => terminalOptions([], { HUB_PORT: given })).toThrow(`HUB_PORT=${given} can't be used`);
    });

    it('takes an empty variable for none', () => {
        expect(portOf('PORT', { PORT: '' })).toBeUndefined();
    });
});

describe('forTerminal', () => {
    it('shows addresses where links are not possible', () => {
        expect(forTerminal('<https://hf.co/a_b|a_b> and [c](https://hf.co/c)', false)).toBe('a_b <https://hf.co/a_b> and c <https://hf.co/c>');
    });

    it('makes links and bold where they are', () => {
        expect(forTerminal('*Task:* <https://hf.co/a|a>', true)).toBe('\u001b[1mTask:\u001b[0m \u001b]8;;https://hf.co/a\u001b\\a\u001b]8;;\u001b\\');
        expect(forTerminal('2 * 3 * 4', true)).toBe('2 * 3 * 4');
    });
});
