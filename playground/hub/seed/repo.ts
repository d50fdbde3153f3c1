import { SparseBytes } from '../bytes/sparse';
import type { Commit, FileScan, Gating, Repo, RepoFile, RepoType } from '../model';
import { cleanScan } from '../security';
import { commitSha, objectId, stableDate } from './ids';

/** A file of a seed repo. Git keeps text itself; what comes as bytes goes to LFS. */
export interface SeedFile {
    path: string;
    content: string | SparseBytes;
    scan?: FileScan;
}

export interface RepoSeed {
    type: RepoType;
    id: string;
    files: SeedFile[];
    tags: string[];
    cardData?: Record<string, unknown>;
    likes?: number;
    downloads?: number;
    private?: boolean;
    gated?: Gating;
    granted?: string[];
    disabled?: boolean;
    createdAt?: string;
    author?: string;
}

const DAY = 86_400_000;

function toFile({ path, content, scan }: SeedFile): RepoFile {
    const lfs = typeof content !== 'string';
    return { path, lfs, bytes: lfs ? content : SparseBytes.text(content), scan: scan ?? cleanScan() };
}

interface Step {
    title: string;
    files: RepoFile[];
}

/** Three commits, as most repos on the Hub begin: created, weights uploaded, card written. */
function stepsOf(files: RepoFile[]): Step[] {
    const isCard = ({ path }: RepoFile): boolean => path === 'README.md';
    const attributes = toFile({ path: '.gitattributes', content: '*.safetensors filter=lfs diff=lfs merge=lfs -text\n*.bin filter=lfs diff=lfs merge=lfs -text\n' });
    return [
        { title: 'initial commit', files: [attributes] },
        { title: 'Upload files', files: files.filter((file) => !isCard(file)) },
        { title: 'Update README.md', files: files.filter(isCard) },
    ].filter((step) => step.files.length > 0);
}

function commitsOf(id: string, steps: Step[], author: string, createdAt: string): Commit[] {
    const commits: Commit[] = [];
    steps.forEach(({ title, files }, index) => {
        const parent = commits.at(-1);
        const merged = new Map([...(parent?.files ?? []), ...files.map((file) => [file.path, file] as const)]);
        commits.push({
            id: commitSha(`${id} ${index}`),
            title,
            message: '',
            author,
            date: new Date(Date.parse(createdAt) + index * 9 * DAY).toISOString(),
            ...(parent && { parent: parent.id }),
            files: new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1))),
        });
    });
    return commits;
}

/** A repo with a history, one `main` branch and a `v1.0` tag on its second commit. */
export function makeRepo(seed: RepoSeed): Repo {
    const createdAt = seed.createdAt ?? stableDate(seed.id);
    const author = seed.author ?? seed.id.split('/')[0] ?? 'system';
    const commits = commitsOf(`${seed.type} ${seed.id}`, stepsOf(seed.files.map(toFile)), author, createdAt);
    const downloads = seed.downloads ?? 0;
    const likes = seed.likes ?? 0;
    return {
        _id: objectId(`${seed.type} ${seed.id}`),
        type: seed.type,
        id: seed.id,
        private: seed.private ?? false,
        gated: seed.gated ?? false,
        granted: new Set(seed.granted),
        disabled: seed.disabled ?? false,
        tags: seed.tags,
        ...(seed.cardData && { cardData: seed.cardData }),
        likes,
        downloads,
        downloadsAllTime: downloads * 17,
        trendingScore: Math.round(Math.sqrt(likes)),
        createdAt,
        branches: new Map([['main', commits.at(-1)?.id ?? '']]),
        gitTags: new Map(commits[1] ? [['v1.0', commits[1].id]] : []),
        pullRequests: new Map(),
        commits: new Map(commits.map((commit) => [commit.id, commit])),
        discussions: [],
        scansDone: true,
    };
}
