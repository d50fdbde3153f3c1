import type { Repo } from '../model';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { DeedOf } from './entry';
import { checkWriter, theRepo } from './find';
import { commitOf } from './make-commit';
import { ChangeRefused } from './refused';

type Ref = DeedOf<'ref-saved'>['ref'];

const KINDS = { branch: { refs: (repo: Repo) => repo.branches, prefix: 'refs/heads/' }, tag: { refs: (repo: Repo) => repo.gitTags, prefix: 'refs/tags/' } } as const;

/** Puts the ref where it is to be, null for nowhere. `main` moves by commits only. */
function move(repo: Repo, { type, name }: Ref, newSha: string | null): HubEvent[] {
    const { refs, prefix } = KINDS[type];
    if (type === 'branch' && name === 'main') {
        throw new ChangeRefused(`main of ${repo.id} moves by commits only.`);
    }
    const oldSha = refs(repo).get(name) ?? null;
    if (newSha === null) {
        refs(repo).delete(name);
    } else {
        refs(repo).set(name, newSha);
    }
    return [{ scope: 'repo.content', action: 'update', repo, updatedRefs: [{ ref: `${prefix}${name}`, oldSha, newSha }] }];
}

export function refSaved(state: HubState, { repo: where, ref, sha, by }: DeedOf<'ref-saved'>): HubEvent[] {
    const repo = theRepo(state, where);
    checkWriter(state, by, repo);
    return move(repo, ref, commitOf(repo, sha).id);
}

export function refDeleted(state: HubState, { repo: where, ref, by }: DeedOf<'ref-deleted'>): HubEvent[] {
    const repo = theRepo(state, where);
    checkWriter(state, by, repo);
    if (!KINDS[ref.type].refs(repo).has(ref.name)) {
        throw new ChangeRefused(`${repo.id} has no ${ref.type} ${ref.name}.`);
    }
    return move(repo, ref, null);
}
