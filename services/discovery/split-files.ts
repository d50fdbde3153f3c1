import type { SizedFile } from '../hub';

/** What may stand around a split's name in a path. Source: huggingface/datasets, `NON_WORDS_CHARS` in src/datasets/data_files.py. */
const AROUND = '-._ /0123456789';

/** The files of a dataset that hold one of its splits, by their names, which is also how the `datasets` library tells. */
export function splitFiles<F extends SizedFile>(files: readonly F[], split: string): F[] {
    return files.filter(({ path }) => isNamed(path.toLowerCase(), split.toLowerCase()));
}

function isNamed(path: string, split: string): boolean {
    for (let at = path.indexOf(split); at !== -1; at = path.indexOf(split, at + 1)) {
        if (isAround(path[at - 1]) && isAround(path[at + split.length])) {
            return true;
        }
    }
    return false;
}

const isAround = (sign: string | undefined): boolean => sign === undefined || AROUND.includes(sign);
