/** A repository that something happens to. */
export interface ThingRepo {
    readonly type: 'model' | 'dataset' | 'space';
    /** `owner/name`. */
    readonly id: string;
}

/** What one living message is about. */
export type Thing =
    | { readonly kind: 'branch'; readonly name: string }
    | { readonly kind: 'discussion'; readonly num: number }
    /** The stage of a Space. */
    | { readonly kind: 'space' }
    /** The repository itself: made, renamed, made private, deleted. */
    | { readonly kind: 'repo' }
    /** A base model or dataset that the repository is built on. */
    | { readonly kind: 'lineage'; readonly parent: ThingRepo };

/** A thing of a repository, where something may have changed. What has changed is read from Hugging Face when it is shown. */
export interface Change {
    readonly repo: ThingRepo;
    readonly thing: Thing;
}

/** The change as one text, and back: the subject of due work. */
export function changeKey({ repo, thing }: Change): string {
    return [repo.type, repo.id, ...thingParts(thing)].map(encodeURIComponent).join(':');
}

/** undefined for a text that `changeKey` did not write. */
export function parseChangeKey(key: string): Change | undefined {
    const [type, id, kind, ...rest] = key.split(':').map(decodeURIComponent);
    if (!isRepoType(type) || id === undefined || id === '') {
        return undefined;
    }
    const thing = parseThing(kind, rest);
    return thing && { repo: { type, id }, thing };
}

function thingParts(thing: Thing): string[] {
    switch (thing.kind) {
        case 'branch':
            return [thing.kind, thing.name];
        case 'discussion':
            return [thing.kind, String(thing.num)];
        case 'lineage':
            return [thing.kind, thing.parent.type, thing.parent.id];
        default:
            return [thing.kind];
    }
}

function parseThing(kind: string | undefined, [first, second]: readonly string[]): Thing | undefined {
    switch (kind) {
        case 'branch':
            return first === undefined || first === '' ? undefined : { kind, name: first };
        case 'discussion':
            return first !== undefined && /^[1-9]\d{0,8}$/.test(first) ? { kind, num: Number(first) } : undefined;
        case 'lineage':
            return isRepoType(first) && second !== undefined && second !== '' ? { kind, parent: { type: first, id: second } } : undefined;
        case 'space':
        case 'repo':
            return { kind };
        default:
            return undefined;
    }
}

function isRepoType(type: string | undefined): type is ThingRepo['type'] {
    return type === 'model' || type === 'dataset' || type === 'space';
}
