import { checkTag, datasetTags, modelTags, type Hub, type RepoType, type TagsByType } from '../hub';
import type { RepoFilters } from './list-state';
import { part, valueOf } from './part';

/** A filter value that the Hub's tag list does not have. */
export interface UnknownValue {
    readonly filter: keyof RepoFilters;
    readonly value: string;
    readonly suggestions: readonly string[];
}

export type CheckedFilters = { readonly ok: true; readonly filters: RepoFilters } | { readonly ok: false; readonly unknown: UnknownValue };

/** The filters whose values are a closed vocabulary. */
const CHECKED = ['task', 'library', 'language', 'license', 'sizeCategory'] as const;

/** What the Hub's tag list calls the vocabulary of a filter. */
type Vocabularies = Readonly<Partial<Record<(typeof CHECKED)[number], string>>>;

const VOCABULARIES: Readonly<Record<RepoType, Vocabularies>> = {
    model: { task: 'pipeline_tag', library: 'library', language: 'language', license: 'license' },
    dataset: { task: 'task_categories', library: 'library', language: 'language', license: 'license', sizeCategory: 'size_categories' },
    // Spaces have no list of their own; their licences are those of models.
    space: { license: 'license' },
};

/** Checks filter values against the Hub's tag list and spells them as it does. Asks the Hub only when there is something to check. */
export async function checkFilters(hub: Hub, type: RepoType, filters: RepoFilters): Promise<CheckedFilters> {
    const wanted = CHECKED.flatMap((filter) => {
        const [value, tagType] = [filters[filter], VOCABULARIES[type][filter]];
        return value === undefined || tagType === undefined ? [] : [{ filter, tagType, value }];
    });
    const tags = wanted.length > 0 ? await vocabulary(hub, type) : undefined;
    let checked = filters;
    for (const { filter, tagType, value } of wanted) {
        if (!tags?.[tagType]) {
            continue;
        }
        const check = checkTag(tags, tagType, value);
        if (!check.known) {
            return { ok: false, unknown: { filter, value, suggestions: check.suggestions } };
        }
        checked = { ...checked, [filter]: withoutPrefix(check.tag.id) };
    }
    return { ok: true, filters: checked };
}

/** undefined when the list does not come: an unchecked filter is better than no search. */
async function vocabulary(hub: Hub, type: RepoType): Promise<TagsByType | undefined> {
    return valueOf(await part(type === 'dataset' ? datasetTags(hub) : modelTags(hub)));
}

/** `license:mit` → `mit`. */
const withoutPrefix = (id: string): string => id.slice(id.indexOf(':') + 1);
