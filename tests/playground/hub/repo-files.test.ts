import { describe, expect, it } from 'vitest';
import { lfsTracking, trackingLine } from '../../../playground/hub/repo-files/attributes';
import { defaultAttributes } from '../../../playground/hub/repo-files/default-attributes';
import { ignoring } from '../../../playground/hub/repo-files/ignores';
import { z } from 'zod';
import { as, ask, postJson, useHub } from './harness';

describe('.gitattributes', () => {
    it.each([
        ['model.safetensors', true], ['deep/er/pytorch_model.bin', true], ['saved_model/variables/v.data', true], ['events.out.tfevents.1', true], ['a.tar.gz', true],
        ['README.md', false], ['config.json', false], ['model.gguf', false], ['bin', false],
    ])('of a new model: %s is in LFS: %s', (path, lfs) => {
        expect(lfsTracking(defaultAttributes('model'))(path)).toBe(lfs);
    });

    it('the last line that speaks of the filter counts', () => {
        const tracks = lfsTracking('# comment\n*.bin filter=lfs -text\nsmall/*.bin -filter\n*.bin text\n');
        expect(['a.bin', 'small/a.bin', 'small/er/a.bin'].map(tracks)).toEqual([true, false, true]);
    });

    it.each(['a b.gguf', 'dir/x[1].bin', 'plain.gguf'])('a line for %s names that file', (path) => {
        expect(lfsTracking(trackingLine(path))(path)).toBe(true);
        expect(lfsTracking(trackingLine(path))(`other-${path}`)).toBe(false);
    });
});

describe('.gitignore', () => {
    it.each<[string, string, boolean]>([
        ['*.log', 'a/b.log', true], ['/build', 'build/x', true], ['/build', 'src/build', false], ['cache/', 'cache/x.txt', true], ['cache/', 'cache', false],
        ['a/**/z', 'a/b/c/z', true], ['a/**/z', 'a/z', true], ['*.txt\n!keep.txt', 'keep.txt', false], ['x?.md', 'xy.md', true], ['[ab].c', 'b.c', true], ['[!ab].c', 'b.c', false], ['doc/*.md', 'doc/a/b.md', false],
    ])('%j and %s: %s', (text, path, ignored) => {
        expect(ignoring(text)(path)).toBe(ignored);
    });
});

describe('preupload', () => {
    const hub = useHub();
    const modes = async (files: object[], more: object = {}): Promise<unknown> =>
        z.object({ files: z.array(z.object({ uploadMode: z.string(), shouldIgnore: z.boolean() })) })
            .parse((await ask(`${hub().url}/api/models/alice/notes-classifier/preupload/main`, postJson({ files, ...more }, as('alice')))).json()).files.map(({ uploadMode, shouldIgnore }) => `${uploadMode}${shouldIgnore ? ' ignored' : ''}`);
    const sample = (text: string): string => Buffer.from(text).toString('base64');

    it('goes by name, size and first bytes', async () => {
        expect(await modes([
            { path: 'a.md', size: 10 * 1024 * 1024, sample: sample('text') }, { path: 'a.md', size: 10 * 1024 * 1024 + 1, sample: sample('text') },
            { path: 'a.png', size: 9, sample: sample('\x89PNG\0') }, { path: 'a.bin', size: 1, sample: sample('x') },
        ])).toEqual(['regular', 'lfs', 'lfs', 'lfs']);
    });

    it('goes by files that the commit will bring, and by .gitignore', async () => {
        expect(await modes([{ path: 'a.md', size: 1, sample: '' }, { path: 'a.bin', size: 1, sample: '' }], { gitAttributes: '*.md filter=lfs', gitIgnore: '*.bin' })).toEqual(['lfs', 'regular ignored']);
    });

    it('inline binary files are refused, whatever they are called', async () => {
        const refused = await ask(`${hub().url}/api/models/alice/notes-classifier/commit/main`, postJson({ summary: 'x', files: [{ path: 'a.txt', content: sample('a\0b'), encoding: 'base64' }] }, as('alice')));
        expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('it contains binary files')]);
    });
});

describe('a commit whose body is too large', () => {
    const hub = useHub({ uploads: { maxCommitBody: 1000 } });

    it('is refused with 413', async () => {
        expect((await ask(`${hub().url}/api/models/alice/notes-classifier/commit/main`, postJson({ summary: 'x', files: [{ path: 'a.txt', content: 'a'.repeat(1000) }] }, as('alice')))).status).toBe(413);
    });
});
