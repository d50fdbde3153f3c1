import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorLines, readableLines } from '../../../services/logs';

const shown = (...texts: readonly string[]): string[] => readableLines(texts.map((text) => ({ text, timestamp: '' }))).map(({ text }) => text);
const found = (log: string): [string, string | undefined][] => errorLines(log.split('\n')).map(({ text, place }) => [text, place]);

describe('readableLines', () => {
    it('shows what a terminal would show', () => {
        expect(shown('\u001b[1;31mred\u001b[0m and \u001b[2Kplain', '\u001b]0;title\u0007text\u001b]8;;x\u001b\\', 'a\u0000\u0007b\tc\u202e', '   ', '')).toEqual(['red and plain', 'text', 'ab\tc']);
        expect(shown(' 10%|█  |\r 50%|██ |\r100%|███|\r', 'two\r\nlines\n')).toEqual(['100%|███|', 'two', 'lines']);
    });

    it('keeps the time of a line that shows as several', () => {
        expect(readableLines([{ text: 'a\nb', timestamp: 't' }])).toEqual([{ text: 'a', timestamp: 't' }, { text: 'b', timestamp: 't' }]);
    });

    it('shows no secret, nor a key whose lines come one by one, whichever of them is the first', () => {
        const key = ['-----BEGIN PRIVATE KEY-----', 'M'.repeat(64), `${'k'.repeat(40)}+/${'9'.repeat(22)}`, 'c2hvcnQ=', '-----END PRIVATE KEY-----'];
        for (let first = 0; first < 4; first++) {
            const lines = shown(...key.slice(first), 'after').join('\n');
            expect(lines).not.toMatch(/M{8}|k{8}/);
            expect(lines.endsWith('\nafter')).toBe(true);
            if (first < 3) expect(lines).not.toContain('c2hvcnQ=');
        }
        expect(shown(`HF_TOKEN=hf_${'AbCdEfGhIj'.repeat(3)}`, `login --token=${'x'.repeat(30)}`)).toEqual(['HF_TOKEN=[redacted]', 'login --token=[redacted]']);
    });

    it('cuts lines that nobody reads, never through a character', () => {
        const [line = ''] = shown('x'.repeat(1_499) + '😀'.repeat(30_000));
        expect(line).toBe(`${'x'.repeat(1_499)}…`);
    });

    it('has no control character, line end or blank line left, whatever was written', () => {
        fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (texts) => {
            expect(shown(...texts).filter((line) => /(?!\t)\p{Cc}|\p{Cs}|^\s*$/u.test(line))).toEqual([]);
        }));
    });

    it.each([['escapes', '\u001b['], ['titles', '\u001b]0;'], ['returns', '\r'], ['key letters', 'A'], ['quotes', '"token": "']])('takes linear time: %s', (_name, piece) => {
        const began = performance.now();
        shown(piece.repeat(500_000 / piece.length));
        expect(performance.now() - began).toBeLessThan(1_000);
    });
});

describe('errorLines', () => {
    it('finds the last line of a traceback and the line of the program that led to it', () => {
        expect(found(`starting
Traceback (most recent call last):
  File "/home/user/app/app.py", line 12, in <module>
    model = load()
            ^^^^^^
  File "/home/user/app/lib/loading.py", line 3, in load
    return from_pretrained(NAME)
  File "/usr/local/lib/python3.10/site-packages/transformers/modeling.py", line 2222, in from_pretrained
    raise OSError(message)
OSError: acme/demo is not a local folder
more`)).toEqual([['OSError: acme/demo is not a local folder', 'lib/loading.py:3']]);
    });

    it('finds it when the beginning is out of sight, and where only packages are named', () => {
        expect(found(`    run()
  File "/usr/lib/python3.11/asyncio/runners.py", line 44, in run
    return loop.run_until_complete(main)
KeyboardInterrupt`)).toEqual([['KeyboardInterrupt', '/usr/lib/python3.11/asyncio/runners.py:44']]);
    });

    it('names a place no longer than a line of code needs', () => {
        const [[, place = ''] = []] = found(`  File "/app/${'long/'.repeat(300)}app.py", line 12, in f\nValueError: x`);
        expect(place).toMatch(/^….*\/app\.py:12$/);
        expect(place.length).toBeLessThan(110);
    });

    it('takes the last of exceptions that led to one another', () => {
        expect(found(`  File "/app/a.py", line 1, in f
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/a.py", line 4, in g
ValueError: no x
ERROR: Application startup failed`)).toEqual([['ValueError: no x', 'a.py:4'], ['ERROR: Application startup failed', undefined]]);
    });

    it.each([
        '2026-01-02 [ERROR] worker: boom', 'CRITICAL:root:down', 'Killed', 'bash: line 1:    14 Killed', 'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB', 'RuntimeError: CUDA error: device-side assert triggered',
        'Exit code: 1', 'Exit code: 137. Reason: OOMKilled', 'process "/bin/sh -c pip install" did not complete successfully: exit code: 1', 'exited with code 3', 'The command returned a non-zero code: 2', '--> ERROR: process failed', 'ERROR: No matching distribution found for torch==9.9',
        'error: command \'gcc\' failed', 'npm ERR! code ELIFECYCLE', 'Error: Cannot find module \'x\'', 'Segmentation fault (core dumped)', 'panic: runtime error',
    ])('knows an error: %s', (line) => {
        expect(found(`fine\n${line}\nfine`)).toEqual([[line, undefined]]);
    });

    it.each(['INFO: no errors', 'Exit code: 0', 'process exited with code 0', 'error_rate=0.1', 'ERRORS_TOTAL 0', 'skilled', 'Killed by whom', 'loss: 0.3', '    indented', 'Terror management', 'Traceback (most recent call last):'])('knows what is none: %s', (line) => {
        expect(found(line)).toEqual([]);
    });

    it('names lines that are there, in order, and each once', () => {
        const lines = fc.array(fc.oneof(fc.constantFrom('  File "/app/a.py", line 1, in f', '    x()', 'ValueError: x', 'Killed', 'During handling of the above exception', ''), fc.string()), { maxLength: 30 });
        fc.assert(fc.property(lines, (log) => {
            const places = errorLines(log).map(({ index }) => index);
            expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
            for (const error of errorLines(log)) expect(log[error.index]?.trim().startsWith(error.text)).toBe(true);
        }));
    });

    it.each(['E', 'Error', ' ', 'exit code ', 'File "', 'a.'])('takes linear time: lines of %j', (piece) => {
        const began = performance.now();
        errorLines(Array.from({ length: 500 }, () => piece.repeat(65_000 / piece.length)));
        expect(performance.now() - began).toBeLessThan(1_000);
    });
});
