/** A file as a manifest names it. */
export interface ManifestFile {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    /** Of the content, where the Hub knows it: of files in LFS. */
    readonly sha256?: string | undefined;
    /** Git's object id of the content, of all others. */
    readonly gitBlob?: string | undefined;
}

export interface ManifestRepo {
    readonly type: 'model' | 'dataset' | 'space';
    readonly id: string;
    /** The commit. */
    readonly sha: string;
}

/** The name of a manifest, among the files of a room. */
export const manifestName = ({ id }: Pick<ManifestRepo, 'id'>): string => `${id.split('/').at(-1) ?? id}.manifest.json`;

/** What a pull consists of, for machines: the same plan gives the same bytes. */
export function manifestText(repo: ManifestRepo, files: readonly ManifestFile[]): string {
    const { id, type, sha } = repo;
    const content = { version: 1, repo: { type, id }, commit: sha, bytes: files.reduce((sum, { size }) => sum + size, 0), command: downloadCommand(repo, files), files };
    return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** Longer ones nobody reads in a chat; and terminals have limits too. */
const MAX_COMMAND = 1_500;
/** Signs that come through a message unchanged. */
const READABLE = /^[\w./ +=,%-]+$/;

/**
 * The command line that gets these files, and no others, at this commit. Names stand behind `--`, so that none of them is taken for
 * an option; where they are many, or a chat would change them, they are read from the manifest.
 * Source: https://huggingface.co/docs/huggingface_hub/guides/cli (`hf download`).
 */
export function downloadCommand(repo: ManifestRepo, files: readonly ManifestFile[]): string {
    const { type, id, sha } = repo;
    const command = `hf download --repo-type ${type} --revision ${sha} -- ${quoted(id)}`;
    const named = [command, ...files.map(({ path }) => quoted(path))].join(' ');
    if (named.length <= MAX_COMMAND && files.every(({ path }) => READABLE.test(path))) {
        return named;
    }
    return `jq -j '.files[].path + "\\u0000"' ${quoted(manifestName(repo))} | xargs -0 ${command}`;
}

/** For a POSIX shell. */
function quoted(word: string): string {
    return /^[\w./+=,%-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;
}
