/**
 * Why a file is not taken. `name`: no repository should hold a file of that name; `taken`: a folder is where the file would be, or a file
 * where its folder would; `damaged`: not what its name says, or broken; `dangerous`: it runs what an attacker wants when it is loaded;
 * `card`: its metadata is none that Hugging Face takes; `key`: a private key or token is in it; `secret`: something else that nobody should see is; `unsafe`: a format that can run programs;
 * `unknown`: one that nobody can vouch for.
 */
export const OBJECTIONS = ['name', 'taken', 'damaged', 'dangerous', 'card', 'key', 'secret', 'unsafe', 'unknown'] as const;
export type Objection = (typeof OBJECTIONS)[number];

/** Those with the right to may do it all the same; they type the repository's name for it. */
const OVERRIDABLE: ReadonlySet<Objection> = new Set(['secret', 'unsafe', 'unknown']);
/** Whoever has put one of these among the files should look at all of them again. */
const STOPPING: ReadonlySet<Objection> = new Set(['key', 'secret']);

/** A file that is to be pushed, as it is in the chat. */
export interface LocalFile {
    /** In the repository. */
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    readonly sha256: string;
    /** Git's object id of the content. */
    readonly gitBlob: string;
    readonly objections: readonly Objection[];
}

/** What the repository has at a path: an entry of the Hub's tree. */
export interface RemoteEntry {
    /** `file`, `directory`. */
    readonly type: string;
    readonly path: string;
    /** Git's object id; of the pointer where the content is in LFS. */
    readonly oid?: string | undefined;
    readonly lfs?: { readonly oid: string } | null | undefined;
}

export const CHANGES = ['new', 'changed', 'unchanged', 'refused'] as const;
export type Change = (typeof CHANGES)[number];

export interface PlannedFile extends LocalFile {
    readonly change: Change;
    /** What it would be if nothing spoke against it. */
    readonly difference: Exclude<Change, 'refused'>;
}

/** What a push would change. Each file is one of new, changed, unchanged and refused. */
export function planPush(files: readonly LocalFile[], tree: readonly RemoteEntry[]): PlannedFile[] {
    const entries = new Map(tree.map((entry) => [entry.path, entry]));
    return files.map((file) => {
        const objections = isTaken(file.path, entries) ? [...file.objections, 'taken' as const] : file.objections;
        const difference = differenceOf(file, entries.get(file.path));
        return { ...file, objections, difference, change: objections.length > 0 ? 'refused' : difference };
    });
}

function differenceOf({ sha256, gitBlob }: LocalFile, entry: RemoteEntry | undefined): PlannedFile['difference'] {
    if (!entry) {
        return 'new';
    }
    return (entry.lfs ? entry.lfs.oid === sha256 : entry.oid === gitBlob) ? 'unchanged' : 'changed';
}

const isTaken = (path: string, entries: ReadonlyMap<string, RemoteEntry>): boolean => entries.get(path)?.type === 'directory' || foldersOf(path).some((folder) => entries.get(folder)?.type === 'file');

/** `a`, `a/b` of `a/b/c`. */
export function foldersOf(path: string): string[] {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/** The paths that a plan has to know about: the files' own and those of the folders above them. */
export const pathsToAsk = (files: readonly Pick<LocalFile, 'path'>[]): string[] => [...new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]))];

/** Whether somebody with the right may take it all the same. */
export const isOverridable = ({ objections }: Pick<LocalFile, 'objections'>): boolean => objections.length > 0 && objections.every((one) => OVERRIDABLE.has(one));

/** What would be committed; with `override` also what only rights speak against. */
export function filesToCommit<T extends PlannedFile>(plan: readonly T[], override: boolean): T[] {
    return plan.filter((file) => file.difference !== 'unchanged' && (file.objections.length === 0 || (override && isOverridable(file))));
}

/**
 * `ready`: something is to be committed; `unchanged`: the repository has it all; `refused`: nothing is left of it; `stopped`: a secret is
 * among the files, and nothing goes until it is gone.
 */
export type PlanState = 'ready' | 'unchanged' | 'refused' | 'stopped';

export function planState(plan: readonly PlannedFile[], override = false): PlanState {
    if (plan.some(({ objections }) => objections.some((one) => STOPPING.has(one) && !(override && OVERRIDABLE.has(one))))) {
        return 'stopped';
    }
    if (filesToCommit(plan, override).length > 0) {
        return 'ready';
    }
    return plan.every((file) => file.change === 'unchanged') ? 'unchanged' : 'refused';
}

/** Whether the right to take such files would make a difference. */
export const overrideHelps = (plan: readonly PlannedFile[]): boolean => planState(plan, true) === 'ready' && plan.some((file) => isOverridable(file) && file.difference !== 'unchanged');

/** Whether the tree holds these very files. */
export const holdsAll = (files: readonly LocalFile[], tree: readonly RemoteEntry[]): boolean => planPush(files, tree).every(({ difference }) => difference === 'unchanged');
