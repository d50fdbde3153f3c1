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

/** What a pull consists of, for machines: the same plan gives the same bytes. `name`: under which it is posted. */
export function manifestText(repo: ManifestRepo, files: readonly ManifestFile[], name: string): string {
    const { id, type, sha } = repo;
    const content = { version: 1, repo: { type, id }, commit: sha, bytes: files.reduce((sum, { size }) => sum + size, 0), command: downloadCommand(repo, files, name), files };
    return `${JSON.stringify(content, undefined, 2).replace(INVISIBLE, escaped)}\n`;
}

/** What JSON leaves as it is, and who opens the manifest would not see, or see in another order. */
const INVISIBLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (sign: string): string => sign.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Longer ones nobody reads in a chat; and terminals have limits too. */
const MAX_COMMAND = 1_500;
/** Signs that come through a message unchanged. */
const READABLE = /^[\w./ +=,%-]+$/;

/**
 * The command line that gets these files, and no others, at this commit; undefined where their names are too many for a message, or a chat
 * would change them. Names stand behind `--`, so that none of them is taken for an option.
 * Source: https://huggingface.co/docs/huggingface_hub/guides/cli (`hf download`).
 */
export function namingCommand(repo: ManifestRepo, files: readonly ManifestFile[]): string | undefined {
    const command = [commandFor(repo), ...files.map(({ path }) => quoted(path))].join(' ');
    return command.length <= MAX_COMMAND && files.every(({ path }) => READABLE.test(path)) ? command : undefined;
}

/** The same, or the one that gets all files of the manifest of that name. */
export function downloadCommand(repo: ManifestRepo, files: readonly ManifestFile[], manifest: string): string {
    return namingCommand(repo, files) ?? `jq -j '.files[].path + "\\u0000"' ${quoted(manifest)} | xargs -0 ${commandFor(repo)}`;
}

const commandFor = ({ type, id, sha }: ManifestRepo): string => `hf download --repo-type ${type} --revision ${sha} -- ${quoted(id)}`;

/** For a POSIX shell. */
function quoted(word: string): string {
    return /^[\w./+=,%-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;
}
