import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitArguments } from '../../../playground/host/client/split-arguments';

describe('splitting the arguments of a slash command', () => {
    it.each([
        ['search models "llama 7b" --task x', ['search', 'models', 'llama 7b', '--task', 'x']],
        ['--k="v w"', ['--k=v w']],
        ['a "" b', ['a', '', 'b']],
        ["what's it and isn't it", ['whats it and isnt', 'it']],
        ['“smart quotes”', ['“smart', 'quotes”']],
        ['"unclosed text', ['"unclosed', 'text']],
        ['"cost $& $1"', ['cost "cost', '$&', '$1" $1']],
        ['', []],
        ['   ', []],
        ['  a   b  ', ['a', 'b']],
        ['"a""b"', ['a', 'b']],
        ['one\ntwo\tthree', ['one', 'two', 'three']],
        ['"one\ntwo\tthree"', ['one\ntwo\tthree']],
        ['"say \\"hi\\" now"', ['say "hi" now']],
        ["'single quoted'", ['single quoted']],
    ])('%j', (text, expected) => {
        expect(splitArguments(text)).toEqual(expected);
    });

    it('splits plain words at white space and keeps every one', () => {
        const word = fc.stringMatching(/^[a-z0-9._/:=-]{1,12}$/);
        fc.assert(fc.property(fc.array(word, { maxLength: 8 }), fc.constantFrom(' ', '  ', '\t', '\n'), (words, gap) => {
            expect(splitArguments(words.join(gap))).toEqual(words);
        }));
    });
});
