import type { FileContent } from '../bytes/file-content';
import type { Repo } from '../model';
import type { HubState } from '../state';
import type { ObjectName } from './object-store';

/** The path of an object on the hosts that take it in and give it out. */
export const objectPath = ({ _id }: Repo, oid: string): string => `/repos/${_id.slice(0, 2)}/${_id.slice(2, 4)}/${_id}/${oid}`;

/** The bytes of an object that was uploaded to the repo or is in one of its commits. */
export function findObject(state: HubState, repo: Repo, { oid, size }: ObjectName): FileContent | undefined {
    const uploaded = state.uploads.objects.get(repo._id, { oid, size });
    if (uploaded) {
        return uploaded;
    }
    const committed = [...repo.commits.values()].flatMap(({ files }) => [...files.values()]);
    return committed.find(({ lfs, bytes }) => lfs && bytes.size === size && bytes.sha256() === oid)?.bytes;
}
