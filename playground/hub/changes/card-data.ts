import { load } from 'js-yaml';
import { z } from 'zod';
import type { Commit, Repo } from '../model';

const metadata = z.record(z.string(), z.unknown());
type Metadata = z.infer<typeof metadata>;

/** The front matter of the commit's README.md; undefined when there is none that can be read. */
function cardDataOf(commit: Commit): Metadata | undefined {
    const readme = commit.files.get('README.md');
    const text = readme && new TextDecoder().decode(readme.bytes.read());
    const yaml = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text ?? '')?.[1];
    if (yaml === undefined) {
        return undefined;
    }
    try {
        return metadata.safeParse(load(yaml)).data;
    } catch {
        // The Hub shows a card whose YAML is broken without its metadata.
        return undefined;
    }
}

/** Words before each value of a field when it becomes a tag of the repo. */
const MODEL_TAGS = { pipeline_tag: '', library_name: '', tags: '', language: '', datasets: 'dataset:', base_model: 'base_model:', license: 'license:' };
const DATASET_TAGS = { tags: '', task_categories: 'task_categories:', language: 'language:', size_categories: 'size_categories:', license: 'license:' };
const SPACE_TAGS = { sdk: '', tags: '', license: 'license:' };
const TAGS: Record<Repo['type'], Record<string, string>> = { model: MODEL_TAGS, dataset: DATASET_TAGS, space: SPACE_TAGS };

const wordsIn = (value: unknown): string[] => [value].flat().filter((word) => typeof word === 'string');

const tagsOf = (type: Repo['type'], card: Metadata = {}): string[] => Object.entries(TAGS[type]).flatMap(([field, prefix]) => wordsIn(card[field]).map((word) => prefix + word));

/** The repo says of itself what the commit's card says: its metadata, and the tags that follow from it in place of those of the card before. */
export function showCard(repo: Repo, commit: Commit): void {
    const before = tagsOf(repo.type, repo.cardData);
    repo.cardData = cardDataOf(commit);
    const after = tagsOf(repo.type, repo.cardData);
    repo.tags = [...new Set([...repo.tags.filter((tag) => !before.includes(tag)), ...after])];
    const task = repo.cardData?.pipeline_tag;
    if (repo.model && typeof task === 'string') {
        repo.model.pipeline_tag = task;
    }
}
