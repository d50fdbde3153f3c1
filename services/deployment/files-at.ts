import { HubError, listTree, type Fetched, type Hub, type TreeEntry } from '../hub';
import { refOf, type PinnedModel } from './pinned-model';

interface Reading {
    /** With the scanners' verdicts, which change while the commit stays; pages get ten times smaller. */
    readonly scans?: boolean;
    readonly limit: number;
}

/** All files of the commit. Of a list that was cut off nobody can say what it lacks: beyond the limit it is refused. */
export async function filesAt(hub: Hub, model: PinnedModel, { scans = false, limit }: Reading): Promise<Fetched<readonly TreeEntry[]>> {
    const { value, ...age } = await listTree(hub, { ...refOf(model), recursive: true, expand: scans }, limit);
    if (!value.complete) {
        throw new HubError({ kind: 'too-large', target: `more than ${limit} files` });
    }
    return { ...age, value: value.entries.filter(({ type }) => type === 'file') };
}
