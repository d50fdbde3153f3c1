import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { listCommits, listTree, MAX_RANGE_BYTES, pathsInfo, rangeReader, type RepoRef, type TreeEntry } from '../../services/hub';
import { classifyFile, inspectFile, judgeFile, scanBytes, scanFileName, type FileClass } from '../../services/safety';
import { NOTHING_CHECKED, together, type Check, type FileCheck } from './check';

/** Three pages, because the Hub lists a hundred at a time where it adds what its scanners say. */
const MAX_LISTED = 300;
/** Each look takes some requests and up to four megabytes. */
const MAX_LOOKED = 20;
const AT_ONCE = 4;
/** A handler may run for half a minute: what is not begun by then is not looked into, milliseconds. */
const LOOK_WITHIN_MS = 12_000;
/** From the beginning: texts may hold a key anywhere, other files where they describe themselves, before their numbers. */
const TEXT_BYTES = MAX_RANGE_BYTES;
const DATA_BYTES = 512 * 1024;

/** A file of a repository. */
interface HubFile {
    readonly path: string;
    readonly size: number;
    readonly security: TreeEntry['securityFileStatus'];
}

export interface RepoCheck extends Check {
    /** The commit that was looked at. */
    readonly commit: string;
    /** False: the repository has more files than are listed here. */
    readonly complete: boolean;
}

/** Judges these files of a repository, or all; those that could do the most harm are looked into first. Throws UserError and HubError. */
export async function checkRepoFiles(ctx: Pick<Ctx, 'hub' | 'clock'>, repo: RepoRef, paths: readonly string[]): Promise<RepoCheck> {
    const commit = (await listCommits(ctx.hub, repo, { limit: 1 })).value.items[0]?.id;
    if (commit === undefined) {
        return { ...NOTHING_CHECKED, commit: '', complete: true };
    }
    const pinned = { type: repo.type, id: repo.id, revision: commit };
    const { files, complete } = paths.length > 0 ? { files: await named(ctx, pinned, paths), complete: true } : await listed(ctx, pinned);
    const [first, rest] = [files.slice(0, MAX_LOOKED), files.slice(MAX_LOOKED)];
    return { ...together([...(await lookInto(ctx, pinned, first)), ...rest.map(checkUnseen)]), commit, complete };
}

async function named(ctx: Pick<Ctx, 'hub'>, repo: RepoRef & { readonly revision: string }, paths: readonly string[]): Promise<HubFile[]> {
    const entries = await pathsInfo(ctx.hub, repo, { revision: repo.revision, paths, expand: true });
    const missing = paths.filter((path) => !entries.some((entry) => entry.path === path && entry.type === 'file'));
    if (missing.length > 0) {
        throw new UserError({ key: 'check.no_files.repo', values: { repo: repo.id, paths: missing.join(', ') } });
    }
    return worstFirst(entries);
}

async function listed(ctx: Pick<Ctx, 'hub'>, repo: RepoRef): Promise<{ readonly files: HubFile[]; readonly complete: boolean }> {
    const { entries, complete } = (await listTree(ctx.hub, { ...repo, recursive: true, expand: true }, MAX_LISTED)).value;
    return { files: worstFirst(entries), complete };
}

const HARM: Readonly<Record<FileClass, number>> = { unsafe: 0, unknown: 1, safe: 2 };

function worstFirst(entries: readonly TreeEntry[]): HubFile[] {
    const files = entries.filter(({ type }) => type === 'file').map(({ path, size, securityFileStatus }) => ({ path, size: size ?? 0, security: securityFileStatus }));
    return files.sort((a, b) => HARM[classifyFile(a.path)] - HARM[classifyFile(b.path)]);
}

async function lookInto(ctx: Pick<Ctx, 'hub' | 'clock'>, repo: RepoRef, files: readonly HubFile[]): Promise<FileCheck[]> {
    const until = ctx.clock() + LOOK_WITHIN_MS;
    const checks: FileCheck[] = [];
    for (let start = 0; start < files.length; start += AT_ONCE) {
        const some = files.slice(start, start + AT_ONCE);
        checks.push(...(ctx.clock() < until ? await Promise.all(some.map((file) => look(ctx, repo, file))) : some.map(checkUnseen)));
    }
    return checks;
}

async function look({ hub }: Pick<Ctx, 'hub'>, repo: RepoRef, { path, size, security }: HubFile): Promise<FileCheck> {
    const readRange = rangeReader(hub, { ...repo, path });
    const own = await inspectFile(readRange, { path, size });
    const bytes = size > 0 ? await readRange(0, Math.min(size, own.format === 'text' ? TEXT_BYTES : DATA_BYTES)) : new Uint8Array();
    return { judgement: judgeFile({ path, own, ...(security && { hub: security }) }), secrets: [...scanFileName(path), ...scanBytes(path, bytes)] };
}

function checkUnseen({ path, security }: HubFile): FileCheck {
    return { judgement: judgeFile({ path, ...(security && { hub: security }) }), secrets: scanFileName(path) };
}
