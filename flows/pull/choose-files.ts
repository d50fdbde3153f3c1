import { UserError } from '../../context/user-error';
import { chooseWeights, splitFiles, type Quantised } from '../../services/discovery';
import { datasetSplits, HubError, type Hub, type SizedFile } from '../../services/hub';
import { matchesGlob } from '../../services/workflows/watching';
import type { PullWish } from './pull-wish';

/** More files than anybody goes through; and each costs a line of the manifest, which is one record of the store. */
export const MAX_FILES = 1_000;
/** Names that an answer lists. */
const MAX_NAMED = 20;

export type Choice<F> =
    /** `replaced`: files that can run code, which safe ones among those that were chosen stand in for. */
    | { readonly kind: 'chosen'; readonly files: readonly F[]; readonly replaced: readonly F[] }
    /** Which quantisation is wanted has to be asked. */
    | { readonly kind: 'which'; readonly offered: readonly Quantised[] };

/** Chooses by what was asked for, or what a repository of this kind is used for. Throws UserError when nothing fits. */
export async function chooseFiles<F extends SizedFile>(hub: Hub, wish: PullWish, files: readonly F[]): Promise<Choice<F>> {
    const choice = await choose(hub, wish, files);
    if (choice.kind === 'chosen' && choice.files.length === 0) {
        throw new UserError({ key: 'pull.empty', values: { repo: wish.id } });
    }
    if (choice.kind === 'chosen' && choice.files.length > MAX_FILES) {
        throw new UserError({ key: 'pull.too_many', values: { n: choice.files.length, limit: MAX_FILES } }, { key: 'pull.narrow' });
    }
    return choice;
}

async function choose<F extends SizedFile>(hub: Hub, wish: PullWish, files: readonly F[]): Promise<Choice<F>> {
    if (wish.files.length > 0) {
        return chosen(wish.files.flatMap((pattern) => matching(pattern, files)));
    }
    switch (wish.type) {
        case 'model':
            return weights(wish, files);
        case 'dataset':
            return chosen(wish.split === undefined ? files : await ofSplit(hub, { ...wish, split: wish.split }, files));
        case 'space':
            return chosen(files);
    }
}

const chosen = <F>(files: readonly F[]): Choice<F> => ({ kind: 'chosen', files: [...new Set(files)], replaced: [] });

/** A path, a folder, or a pattern. Throws UserError when there is nothing of it. */
function matching<F extends SizedFile>(pattern: string, files: readonly F[]): F[] {
    const folder = `${pattern.replace(/\/+$/, '')}/`;
    const named = files.filter(({ path }) => path === pattern || path.startsWith(folder));
    const found = named.length > 0 || !pattern.includes('*') ? named : files.filter(({ path }) => matchesGlob(pattern, path));
    if (found.length === 0) {
        throw new UserError({ key: 'pull.no_file', values: { pattern } }, { key: 'pull.has_files', values: { n: files.length, names: listing(files.map(({ path }) => path)) } });
    }
    return found;
}

function weights<F extends SizedFile>({ id, format, quantization }: PullWish, files: readonly F[]): Choice<F> {
    const choice = chooseWeights(files, { format, quantization });
    switch (choice.kind) {
        case 'no-format':
            throw new UserError(
                { key: 'pull.no_format', values: { repo: id, format: format ?? 'gguf' } },
                choice.offered.length === 0 ? undefined : { key: 'pull.offered', values: { names: listing(choice.offered) } },
            );
        case 'no-quantization':
            throw new UserError({ key: 'pull.no_quantization', values: { repo: id, name: quantization ?? '' } }, { key: 'pull.offered', values: { names: listing(choice.offered.map(({ name }) => name)) } });
        default:
            return choice;
    }
}

/** The files of a split, with what describes the dataset. */
async function ofSplit<F extends SizedFile>(hub: Hub, { id, split }: PullWish & { readonly split: string }, files: readonly F[]): Promise<F[]> {
    const found = splitFiles(files, split);
    if (found.length > 0) {
        return files.filter((file) => found.includes(file) || file.path === 'README.md');
    }
    const known = await splitNames(hub, id);
    if (known.includes(split)) {
        throw new UserError({ key: 'pull.split_no_files', values: { repo: id, split } }, { key: 'pull.parquet', values: { command: `pull dataset ${id} --split ${split} --revision refs/convert/parquet` } });
    }
    throw new UserError({ key: 'pull.no_split', values: { repo: id, split } }, known.length === 0 ? undefined : { key: 'pull.offered', values: { names: listing(known) } });
}

/** None where the dataset viewer does not know the dataset. */
async function splitNames(hub: Hub, id: string): Promise<string[]> {
    try {
        return [...new Set((await datasetSplits(hub, id)).value.map(({ split }) => split))];
    } catch (error) {
        if (error instanceof HubError) {
            return [];
        }
        throw error;
    }
}

const listing = (names: readonly string[]): string => [...names.slice(0, MAX_NAMED), ...(names.length > MAX_NAMED ? ['…'] : [])].join(', ');
