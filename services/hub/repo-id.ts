/** The kinds of repository the app works with; the API's path is the plural. */
export type RepoType = 'model' | 'dataset' | 'space';

export interface RepoRef {
    type: RepoType;
    /** `owner/name`, or a bare `name` for a legacy model such as `gpt2`. */
    id: string;
    /** Branch, tag, commit sha or `refs/pr/N`. */
    revision?: string;
    /** File or folder inside the repository. */
    path?: string;
}

export type RepoIdProblem = 'empty' | 'too-many-slashes' | 'too-long' | 'characters' | 'dashes-or-dots' | 'edges' | 'git-suffix';

const MAX_NAME_LENGTH = 96;

/**
 * Why the text is not a repository id, or undefined when it is one. The rules of huggingface_hub's
 * `validate_repo_id` (src/huggingface_hub/utils/_validators.py): `[namespace/]name`, each of letters, digits, `_`,
 * `-` and `.`, without `--` or `..`, neither starting nor ending with `-` or `.`, not ending in `.git`.
 */
export function repoIdProblem(id: string): RepoIdProblem | undefined {
    if (id === '') return 'empty';
    const parts = id.split('/');
    if (parts.length > 2) return 'too-many-slashes';
    for (const part of parts) {
        if (part === '') return 'empty';
        if (part.length > MAX_NAME_LENGTH) return 'too-long';
        if (!/^[\w.-]+$/.test(part)) return 'characters';
        if (part.includes('--') || part.includes('..')) return 'dashes-or-dots';
        if (/^[-.]|[-.]$/.test(part)) return 'edges';
    }
    return id.toLowerCase().endsWith('.git') ? 'git-suffix' : undefined;
}

export function isRepoId(id: string): boolean {
    return repoIdProblem(id) === undefined;
}

/** Whether a revision can be put into a path: git's own rules for ref names, and a bound. */
export function isRevision(revision: string): boolean {
    return revision.length <= 200 && /^[\w./+@-]+$/.test(revision) && !revision.includes('..') && !/^[-./]|[./]$/.test(revision);
}

/** A full commit sha: what it names never changes. */
export function isCommitSha(revision: string): boolean {
    return /^[0-9a-f]{40}$/.test(revision);
}

/** `/api/models/owner/name`, where the API describes the repository. */
export function apiPath({ type, id }: Pick<RepoRef, 'type' | 'id'>): string {
    return `/api/${type}s/${id}`;
}

/** `/owner/name`, `/datasets/owner/name`, `/spaces/owner/name`: the page, and the root of file paths. */
export function pagePath({ type, id }: Pick<RepoRef, 'type' | 'id'>): string {
    return type === 'model' ? `/${id}` : `/${type}s/${id}`;
}

/** `/owner/name/resolve/refs%2Fpr%2F3/folder/a%20file.txt`: the content of a file. */
export function filePath(repo: Pick<RepoRef, 'type' | 'id'>, revision: string, path: string): string {
    return `${pagePath(repo)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
}

/** The git blob itself, a pointer where the file is in LFS: it is answered by the Hub, without a redirect. */
export function rawFilePath(repo: Pick<RepoRef, 'type' | 'id'>, revision: string, path: string): string {
    return `${pagePath(repo)}/raw/${encodeURIComponent(revision)}/${encodePath(path)}`;
}

/** Every segment encoded, the slashes kept. `.` and `..` cannot be encoded and would climb out of the repository. */
export function encodePath(path: string): string {
    const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
    if (segments.includes('..')) throw new RangeError('A path in a repository cannot contain "..".');
    return segments.map(encodeURIComponent).join('/');
}
