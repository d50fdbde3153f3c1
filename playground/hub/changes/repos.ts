import { SparseBytes } from '../bytes/sparse';
import type { Commit, Repo, RepoFile, SpaceFacts } from '../model';
import { commitSha, objectId } from '../seed/ids';
import { cleanScan } from '../security';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { showCard } from './card-data';
import type { DeedOf, Moment } from './entry';
import { theRepo } from './find';
import { ChangeRefused } from './refused';

type Created = DeedOf<'repo-created'>;

function firstCommit({ by, repo, files }: Created, { at, id }: Moment): Commit {
    const made = files.map(({ path, content }): [string, RepoFile] => [path, { path, lfs: false, bytes: SparseBytes.of(Buffer.from(content, 'base64')), scan: cleanScan() }]);
    return { id: commitSha(`${repo.id} ${id}`), title: 'initial commit', message: '', author: by, date: new Date(at).toISOString(), files: new Map(made.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** A static Space is up at once; any other waits for the app that a commit brings. */
function spaceFacts(id: string, sdk: SpaceFacts['sdk'], sha: string): SpaceFacts {
    const isStatic = sdk === 'static';
    return {
        sdk, title: id.split('/')[1] ?? id, emoji: '🚀', models: [], datasets: [], variables: new Map(), secrets: new Map(),
        runtime: {
            stage: isStatic ? 'RUNNING' : 'NO_APP_FILE', hardware: { current: null, requested: isStatic ? null : 'cpu-basic' }, storage: null, gcTimeout: 172_800, replicas: { requested: 1 }, devMode: false,
            domains: [{ domain: `${id.replace('/', '-').toLowerCase()}.hf.space`, stage: 'READY' }], sha,
        },
    };
}

/** A new repo with one commit. Its ids follow from the moment: a second repo of the same name is another one. */
export function repoCreated(state: HubState, deed: Created, moment: Moment): HubEvent[] {
    const { type, id } = deed.repo;
    if (state.findRepo(type, id)) {
        throw new ChangeRefused(`There is a ${type} ${id} already.`);
    }
    const commit = firstCommit(deed, moment);
    const repo: Repo = {
        _id: objectId(`${type} ${id} ${moment.id}`), type, id, private: deed.private, gated: false, disabled: false, granted: new Set(), tags: ['region:us'], likes: 0, downloads: 0, downloadsAllTime: 0,
        trendingScore: 0, createdAt: commit.date, branches: new Map([['main', commit.id]]), gitTags: new Map(), pullRequests: new Map(), commits: new Map([[commit.id, commit]]), discussions: [], scansDone: true,
        ...(type === 'model' && { model: { providers: [] } }),
        ...(type === 'dataset' && { dataset: { description: '', splits: [] } }),
        ...(deed.sdk && { space: spaceFacts(id, deed.sdk, commit.id) }),
    };
    showCard(repo, commit);
    state.addRepo(repo);
    return [{ scope: 'repo', action: 'create', repo }];
}

/** Its name is free afterwards. */
export function repoDeleted(state: HubState, { repo: ref }: DeedOf<'repo-deleted'>): HubEvent[] {
    const repo = theRepo(state, ref);
    state.removeRepo(repo);
    return [{ scope: 'repo', action: 'delete', repo }];
}
