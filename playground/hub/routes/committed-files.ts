import type { DeedOf } from '../changes/entry';
import { HubFailure } from '../errors';
import type { Commit, Repo } from '../model';
import { findObject } from '../objects/find-object';
import { lfsTracking, trackingLine } from '../repo-files/attributes';
import { checkCard } from '../repo-files/card-metadata';
import { isBinary, MAX_REGULAR, textAt } from '../repo-files/upload-mode';
import type { HubState } from '../state';
import type { CommitBody } from './commit-body';

type Change = DeedOf<'commit-pushed'>['changes'][number];

/** Content above this goes into the object store, so that the journal stays small. Bytes. */
const MAX_IN_JOURNAL = 64 * 1024;

interface Place {
    state: HubState;
    repo: Repo;
    base: Commit;
}

interface Inline {
    path: string;
    oldPath: string | undefined;
    bytes: Buffer | undefined;
}

/** What the Hub's hook says of a push. Its words reach users, which makes them part of what is imitated. */
function assertNone(offending: readonly { path: string }[], why: string): void {
    if (offending.length > 0) {
        throw new HubFailure(400, `Your push was rejected because ${why}\n\nOffending file${offending.length > 1 ? 's' : ''}:\n${offending.map(({ path }) => `  - ${path}`).join('\n')}`);
    }
}

function inlineFiles(files: CommitBody['files']): Inline[] {
    const inline = files.map(({ path, content, encoding, oldPath }) => ({ path, oldPath, bytes: content === undefined ? undefined : Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8') }));
    assertNone(inline.filter(({ bytes }) => bytes && bytes.length > MAX_REGULAR), 'it contains files larger than 10 MiB.\nPlease use https://git-lfs.github.com/ to store large files.\nSee also: https://hf.co/docs/hub/repositories-getting-started#terminal');
    assertNone(inline.filter(({ bytes }) => bytes && isBinary(bytes)), 'it contains binary files.\nPlease use https://huggingface.co/docs/hub/xet to store binary files.\nSee also: https://hf.co/docs/hub/repositories-getting-started#terminal');
    return inline;
}

/** A card whose metadata is wrong is not taken (huggingface_hub issue 1927). */
function assertCard({ repo }: Place, inline: readonly Inline[]): void {
    const card = inline.find(({ path }) => path === 'README.md')?.bytes?.toString('utf8');
    const errors = card === undefined ? [] : checkCard(card, repo.type).errors;
    if (errors.length > 0) {
        throw new HubFailure(400, `Your push was rejected during YAML metadata verification:\n${errors.map(({ message }) => `  - Error: ${message}`).join('\n')}`);
    }
}

/** Where a file was before goes; what it holds is new, or comes from there. */
function written({ state, repo }: Place, { path, oldPath, bytes }: Inline): Change[] {
    const content = (given: Buffer): Change => (given.length > MAX_IN_JOURNAL ? { path, object: { ...state.uploads.objects.add(repo._id, given), lfs: false } } : { path, content: given.toString('base64') });
    return [...(oldPath === undefined ? [] : [{ path: oldPath }]), bytes ? content(bytes) : { path, from: oldPath }];
}

/** `.gitattributes` has every large file of the commit kept in LFS: the Hub adds those that it did not name. */
function tracked({ base }: Place, inline: readonly Inline[], lfsFiles: CommitBody['lfsFiles']): Inline[] {
    const path = '.gitattributes';
    const given = inline.find((file) => file.path === path)?.bytes?.toString('utf8') ?? textAt(base, path);
    const tracks = lfsTracking(given);
    const lines = lfsFiles.filter((file) => !tracks(file.path)).map((file) => `${trackingLine(file.path)}\n`);
    if (lines.length === 0) {
        return [...inline];
    }
    const text = `${given}${given === '' || given.endsWith('\n') ? '' : '\n'}${lines.join('')}`;
    return [...inline.filter((file) => file.path !== path), { path, oldPath: undefined, bytes: Buffer.from(text) }];
}

/** What the files of a commit change. Throws the Hub's 400 for what it does not take, with nothing changed. */
export function changesOf(place: Place, { files, lfsFiles }: Pick<CommitBody, 'files' | 'lfsFiles'>): Change[] {
    const missing = lfsFiles.filter((object) => !findObject(place.state, place.repo, object));
    assertNone(missing, 'an LFS pointer pointed to a file that does not exist.\nFor instance, this can happen if you used git push --no-verify to push your changes.');
    const large = lfsFiles.flatMap(({ path, oid, size, oldPath }): Change[] => [...(oldPath === undefined ? [] : [{ path: oldPath }]), { path, object: { oid, size, lfs: true } }]);
    const inline = inlineFiles(files);
    assertCard(place, inline);
    return [...tracked(place, inline, lfsFiles).flatMap((file) => written(place, file)), ...large];
}
