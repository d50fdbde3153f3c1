import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command, type Command } from '../../commands/command';
import { choice, fallback, flag, integer, optional, repeated, text, words } from '../../commands/params';
import { parse } from '../../commands/parse';
import { meantWords } from '../../commands/words';
import { answer } from '../../context/answer';
import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';

const seen: unknown[] = [];
const search = command({
    name: 'models search',
    aliases: ['search models'],
    summary: 'help.summary',
    example: '/hf models search bert',
    args: { query: optional(words('help.arg.command')) },
    options: {
        limit: fallback(integer('help.arg.command', { min: 1, max: 50 }), 10),
        sort: optional(choice('help.arg.command', ['downloads', 'likes'])),
        tag: repeated(text('help.arg.command')),
        gated: flag('help.arg.command'),
        library: optional(text('help.arg.command')),
    },
    optionAliases: { framework: 'library' },
    read: true,
    formats: ['csv'],
    run(_ctx, input) {
        seen.push(input);
        return Promise.resolve(answer({ text: '' }));
    },
});
const status = command({ name: 'status', summary: 'help.summary', example: '/hf status', args: {}, options: {}, read: false, run: () => Promise.resolve(undefined) });
const card = command({ name: 'model card', summary: 'help.summary', example: '/hf model card a/b', args: { id: text('help.arg.command') }, options: {}, read: true, run: () => Promise.resolve(undefined) });
const TABLE: readonly Command[] = [search, status, card];

/** What run() is given for these words. None of these commands looks at its context. */
async function inputOf(...given: string[]): Promise<unknown> {
    const parsed = parse(given, TABLE);
    if (parsed.kind !== 'run') {
        throw new Error('not a command');
    }
    await parsed.command.bind(parsed.raw, parsed.format)({} as Ctx);
    return seen.at(-1);
}

/** The keys of the sentences of the error these words give. */
function errorOf(...given: string[]): string[] {
    try {
        const parsed = parse(given, TABLE);
        if (parsed.kind === 'run') {
            void parsed.command.bind(parsed.raw, parsed.format)({} as Ctx);
        }
    } catch (error) {
        if (error instanceof UserError) {
            return [error.sentence, ...error.steps].map(({ key, values }) => [key, values?.['suggestion']].filter(Boolean).join(':'));
        }
        throw error;
    }
    return [];
}

describe('meantWords', () => {
    it.each([
        [['“llama', '7b”'], ['llama 7b']],
        [['„zitat', 'eins“', 'x'], ['zitat eins', 'x']],
        [['«un', 'deux»'], ['un deux']],
        [['—limit', '5'], ['--limit', '5']],
        [['–task=x'], ['--task=x']],
        [['--q=“a', 'b”'], ['--q=a b']],
        [['"unclosed', 'text'], ['"unclosed', 'text']],
        [['a', '—', 'b'], ['a', '—', 'b']],
        [['“one”'], ['one']],
        [['', 'x'], ['', 'x']],
    ])('%j means %j', (given, meant) => {
        expect(meantWords(given)).toEqual(meant);
    });

    it('leaves words without quotes and dashes alone', () => {
        fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z0-9/.:=_-]*$/)), (given) => {
            expect(meantWords(given)).toEqual(given);
        }));
    });
});

describe('parse', () => {
    it('finds commands by name, alias and letter case', () => {
        for (const given of [['models', 'search', 'bert'], ['search', 'models', 'bert'], ['Models', 'SEARCH', 'bert']]) {
            expect(parse(given, TABLE)).toMatchObject({ kind: 'run', command: { name: 'models search' }, raw: { args: { query: ['bert'] } } });
        }
    });

    it('reads options in every spelling', async () => {
        const expected = { args: { query: 'llama 7b' }, options: { limit: 5, sort: 'likes', tag: ['a', 'b', 'c'], gated: true, library: 'gguf' }, format: 'text' };
        expect(await inputOf('models', 'search', 'llama', '--limit', '5', '7b', '--sort=LIKES', '--tag', 'a', '--tag=b,c', '--gated', '--framework', 'gguf')).toEqual(expected);
        expect(await inputOf('models', 'search', '“llama', '7b”', '—limit=5', '–sort', 'likes', '--TAG', 'a,b', '--tag', 'c', '--gated=true', '--library=gguf')).toEqual(expected);
        expect(await inputOf('models', 'search')).toEqual({ args: { query: undefined }, options: { limit: 10, sort: undefined, tag: [], gated: false, library: undefined }, format: 'text' });
        expect(await inputOf('models', 'search', '--', '--limit')).toMatchObject({ args: { query: '--limit' } });
    });

    it('knows the shared options of read commands', () => {
        expect(parse(['models', 'search', 'x', '--format', 'json', '--public'], TABLE)).toMatchObject({ format: 'json', public: true });
        expect(parse(['models', 'search', 'x', '--public=false'], TABLE)).toMatchObject({ public: false });
        expect(parse(['models', 'search', 'x'], TABLE)).toMatchObject({ public: false });
        expect(errorOf('models', 'search', '--public=perhaps')).toEqual(['error.bad_flag']);
        expect(errorOf('status', '--public')).toEqual(['error.not_shareable']);
        expect(errorOf('models', 'search', '--format', 'xml')).toEqual(['error.bad_choice']);
        expect(errorOf('status', '--format', 'json')).toEqual(['error.unknown_option', 'common.help_hint']);
    });

    it('knows the formats that a command offers besides', async () => {
        expect(parse(['models', 'search', '--format=csv'], TABLE)).toMatchObject({ format: 'csv' });
        expect(await inputOf('models', 'search', '--format', 'csv')).toMatchObject({ format: 'csv' });
        expect(errorOf('model', 'card', 'a/b', '--format', 'csv')).toEqual(['error.bad_choice']);
    });

    it('shows help wherever it is asked for', () => {
        expect(parse([], TABLE)).toEqual({ kind: 'help' });
        expect(parse(['--help'], TABLE)).toEqual({ kind: 'help' });
        expect(parse(['models'], TABLE)).toEqual({ kind: 'help', group: 'models' });
        expect(parse(['model', 'card', '-h'], TABLE)).toMatchObject({ kind: 'help', command: { name: 'model card' } });
    });

    it.each([
        [['modles', 'serach'], ['error.unknown_command', 'error.did_you_mean:models search', 'error.see_help']],
        [['statsu'], ['error.unknown_command', 'error.did_you_mean:status', 'error.see_help']],
        [['xyzzyplugh'], ['error.unknown_command', 'error.see_help']],
        [['models', 'search', '--limti', '3'], ['error.unknown_option', 'error.did_you_mean_option:limit', 'common.help_hint']],
        [['models', 'search', '--zzzzzzzz'], ['error.unknown_option', 'common.help_hint']],
        [['models', 'search', '--limit'], ['error.missing_value', 'common.help_hint']],
        [['models', 'search', '--limit', '--gated'], ['error.missing_value', 'common.help_hint']],
        [['models', 'search', '--limit', '0'], ['error.bad_number']],
        [['models', 'search', '--limit', '1e3'], ['error.bad_number']],
        [['models', 'search', '--sort', 'size'], ['error.bad_choice']],
        [['models', 'search', '--gated=maybe'], ['error.bad_flag']],
        [['models', 'search', '--limit', '1', '--limit', '2'], ['error.repeated_option']],
        [['model', 'card'], ['error.missing_argument', 'error.example', 'common.help_hint']],
        [['model', 'card', 'a/b', 'c/d'], ['error.unexpected_argument', 'common.help_hint']],
        [['status', '__proto__'], ['error.unexpected_argument', 'common.help_hint']],
        [['status', '--__proto__=1'], ['error.unexpected_argument', 'common.help_hint']],
        [['status', '--constructor'], ['error.unknown_option', 'common.help_hint']],
    ])('%j is answered with %j', (given, keys) => {
        expect(errorOf(...given)).toEqual(keys);
    });

    it('answers any words with a command, a help page or a UserError', () => {
        const word = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('models', 'search', 'status', 'model', 'card', '--limit', '--limit=3', '—sort', '“', '”', '"', '--', '--=x', '--tag=', '-h'));
        fc.assert(
            fc.property(fc.array(word, { maxLength: 8 }), (given) => {
                try {
                    const parsed = parse(given, TABLE);
                    expect(['help', 'run']).toContain(parsed.kind);
                } catch (error) {
                    expect(error).toBeInstanceOf(UserError);
                }
            }),
            { numRuns: 2000 },
        );
    });
});

describe('a command made to be slow', () => {
    it.each(['“', '"', "'", '«'])('of nothing but %s, each opening a quotation, is read at once', (quote) => {
        const given = Array.from({ length: 50_000 }, () => `${quote}a`);
        const started = performance.now();
        expect(meantWords(given)).toHaveLength(given.length);
        expect(performance.now() - started).toBeLessThan(3_000);
    });
});
