import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { Quantised } from '../../services/discovery';
import { datasetFirstRows, datasetSplits, HubError, listTree, revisionHead, type Hub, type TreeEntry } from '../../services/hub';
import type { FileJudgement, Reason } from '../../services/safety';
import { whatToPost } from '../../services/workflows/transfer/what-to-post';
import type { ManifestFile, ManifestRepo } from '../../services/workflows/transfer/pull-manifest';
import type { Risk } from '../../ui/pull-view';
import { chooseFiles } from './choose-files';
import { judgeFiles } from './look-at-files';
import type { PullWish } from './pull-wish';

export interface PlannedFile extends ManifestFile {
    readonly judgement: FileJudgement;
    /** The name under which it is put into the room; undefined when only the manifest names it. */
    readonly name?: string | undefined;
    /** It is taken all the same. */
    readonly risk?: Risk | undefined;
}

/** What a pull would do. */
export interface PullPlan {
    readonly wish: PullWish;
    /** At the commit that the revision means now. */
    readonly repo: ManifestRepo;
    /** Not everybody may see it on Hugging Face. */
    readonly hidden: boolean;
    readonly take: readonly PlannedFile[];
    readonly refused: readonly PlannedFile[];
    /** Paths of files that can run code, which safe ones among `take` stand in for. */
    readonly replaced: readonly string[];
    /** The first rows of a dataset. */
    readonly preview: readonly Readonly<Record<string, unknown>>[];
}

export type Planned =
    | { readonly kind: 'plan'; readonly plan: PullPlan }
    /** Which quantisation is wanted has to be asked. `limit`: the largest file that the room takes, bytes. */
    | { readonly kind: 'which'; readonly wish: PullWish; readonly offered: readonly Quantised[]; readonly limit: number };

/** Rows that a preview shows. */
const PREVIEW_ROWS = 5;

/** Finds out what there is, chooses, and judges each file. Changes nothing. Throws UserError and HubError. */
export async function planPull(ctx: Ctx, asked: PullWish): Promise<Planned> {
    const head = await revisionHead(ctx.hub, asked);
    if (!head.sha) {
        throw new UserError({ key: 'pull.no_commit', values: { repo: asked.id } });
    }
    const wish = { ...asked, id: head.id };
    const repo: ManifestRepo = { type: wish.type, id: head.id, sha: head.sha };
    const [files, limit] = await Promise.all([filesOf(ctx.hub, repo), ctx.files.limit()]);
    const choice = await chooseFiles(ctx.hub, wish, files);
    if (choice.kind === 'which') {
        return { kind: 'which', wish, offered: choice.offered, limit };
    }
    const [judgements, preview] = await Promise.all([judgeFiles(ctx, repo, choice.files), previewOf(ctx.hub, wish)]);
    const judged = choice.files.flatMap((file) => {
        const judgement = judgements.get(file.path);
        return judgement ? [{ ...file, judgement }] : [];
    });
    const take = judged.filter(({ judgement }) => wish.unsafe === true || judgement.decision === 'take');
    const names = whatToPost(take, limit);
    return {
        kind: 'plan',
        plan: {
            wish,
            repo,
            hidden: head.private !== false || Boolean(head.gated),
            take: take.map((file) => ({ ...file, name: names.get(file), risk: riskOf(file.judgement) })),
            refused: judged.filter((file) => !take.includes(file)),
            replaced: choice.replaced.map(({ path }) => path),
            preview,
        },
    };
}

/** What speaks against a file that is taken nevertheless. */
export function riskOf({ decision, reasons }: FileJudgement): Risk | undefined {
    if (decision === 'take') {
        return undefined;
    }
    return reasons.some((reason) => DANGERS.has(reason)) ? 'dangerous' : 'unsafe';
}

const DANGERS: ReadonlySet<Reason> = new Set(['dangerous-import', 'hub-unsafe', 'hub-suspicious']);

async function filesOf(hub: Hub, { type, id, sha }: ManifestRepo): Promise<ManifestFile[]> {
    const { entries, complete } = (await listTree(hub, { type, id, revision: sha, recursive: true })).value;
    if (!complete) {
        throw new UserError({ key: 'pull.repo_too_large', values: { repo: id, n: entries.length } });
    }
    // What git is told about a repository is of no use outside of it.
    return entries.filter(({ type: kind, path }) => kind === 'file' && !path.endsWith('.gitattributes') && isAddressable(path)).map(manifestFile);
}

/** What climbs out of a repository, or holds half a character, no address can name: nothing could be read there. */
const isAddressable = (path: string): boolean => !/\p{Cs}/u.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part));

function manifestFile({ path, size, lfs, oid }: TreeEntry): ManifestFile {
    return { path, size: lfs?.size ?? size ?? 0, ...(lfs ? { sha256: lfs.oid } : { gitBlob: oid }) };
}

/** The first rows of the split that was asked for, or of the first one; none where the dataset viewer knows none. */
async function previewOf(hub: Hub, { type, id, split, files }: PullWish): Promise<Record<string, unknown>[]> {
    if (type !== 'dataset' || files.length > 0) {
        return [];
    }
    try {
        const splits = (await datasetSplits(hub, id)).value;
        const shown = splits.find((one) => one.split === split) ?? splits[0];
        return shown ? (await datasetFirstRows(hub, shown)).value.slice(0, PREVIEW_ROWS) : [];
    } catch (error) {
        if (error instanceof HubError) {
            return [];
        }
        throw error;
    }
}
