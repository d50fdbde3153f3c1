import { readYaml } from '../cards';
import { HubError, HubShapeError, smallFile, type Hub, type TreeEntry } from '../hub';
import { isRecord } from './config-changes';
import { refOf, type PinnedModel } from './pinned-model';

/** Evaluation results lie in files of their own. Source: https://huggingface.co/docs/hub/eval-results. */
const RESULTS_FILE = /^\.eval_results\/[^/]+\.ya?ml$/;
const MAX_FILES = 20;
const MAX_BYTES = 256 * 1024;

/** The entries of all files with results at the commit, as they stand. */
export async function resultsAt(hub: Hub, model: PinnedModel, files: readonly TreeEntry[]): Promise<Record<string, unknown>[]> {
    const paths = files.map(({ path }) => path).filter((path) => RESULTS_FILE.test(path)).sort();
    if (paths.length > MAX_FILES) {
        throw new HubError({ kind: 'too-large', target: `more than ${MAX_FILES} files of results` });
    }
    return (await Promise.all(paths.map((path) => resultsIn(hub, model, path)))).flat();
}

async function resultsIn(hub: Hub, model: PinnedModel, path: string): Promise<Record<string, unknown>[]> {
    const { value: text = '' } = await smallFile(hub, refOf(model), path, MAX_BYTES);
    const { value, error } = readYaml(text);
    if (error !== undefined) {
        throw new HubShapeError(path, '', error);
    }
    return [value].flat().filter(isRecord);
}
