import type { Ctx } from '../../context/ctx';
import { isPassing, pathsInfo, rangeReader, type TreeEntry } from '../../services/hub';
import { classifyFile, inspectFile, judgeFile, type ContentVerdict, type FileJudgement } from '../../services/safety';
import type { ManifestRepo } from '../../services/workflows/transfer/pull-manifest';

/** So many files are looked at before somebody is told what a pull would bring; all that is posted is looked at again as a whole. */
const MAX_LOOKS = 40;
const AT_ONCE = 6;
/** No look begins later than this, milliseconds: the rest of the answer waits. */
const LOOKS_MS = 10_000;

interface Sized {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
}

/** The three verdicts on each file: its name, the Hub's scanners, our own look by ranges. Files that nobody looked at lack the last. */
export async function judgeFiles(ctx: Pick<Ctx, 'hub' | 'clock'>, repo: ManifestRepo, files: readonly Sized[]): Promise<ReadonlyMap<string, FileJudgement>> {
    const [scans, looks] = await Promise.all([scansOf(ctx, repo, files), looksAt(ctx, repo, files)]);
    return new Map(files.map(({ path }) => {
        const [hub, own] = [scans.get(path)?.securityFileStatus ?? undefined, looks.get(path)];
        return [path, judgeFile({ path, ...(hub && { hub }), ...(own && { own }) })];
    }));
}

async function scansOf({ hub }: Pick<Ctx, 'hub'>, repo: ManifestRepo, files: readonly Sized[]): Promise<ReadonlyMap<string, TreeEntry>> {
    const entries = await pathsInfo(hub, repo, { revision: repo.sha, paths: files.map(({ path }) => path), expand: true });
    return new Map(entries.map((entry) => [entry.path, entry]));
}

async function looksAt(ctx: Pick<Ctx, 'hub' | 'clock'>, repo: ManifestRepo, files: readonly Sized[]): Promise<ReadonlyMap<string, ContentVerdict>> {
    const end = ctx.clock() + LOOKS_MS;
    const waiting = [...files].sort((a, b) => urgency(a) - urgency(b)).slice(0, MAX_LOOKS);
    const looks = new Map<string, ContentVerdict>();
    const worker = async (): Promise<void> => {
        for (let file = waiting.shift(); file && ctx.clock() < end; file = waiting.shift()) {
            const look = await lookAt(ctx, repo, file);
            if (look) {
                looks.set(file.path, look);
            }
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return looks;
}

/** What its name does not vouch for comes first. */
const urgency = ({ path }: Sized): number => ({ unsafe: 0, unknown: 1, safe: 2 })[classifyFile(path)];

/** undefined when Hugging Face does not answer now. */
async function lookAt({ hub }: Pick<Ctx, 'hub'>, { type, id, sha }: ManifestRepo, file: Sized): Promise<ContentVerdict | undefined> {
    try {
        return await inspectFile(rangeReader(hub, { type, id, revision: sha, path: file.path }), file);
    } catch (error) {
        if (isPassing(error)) {
            return undefined;
        }
        throw error;
    }
}
