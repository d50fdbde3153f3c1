import { bufferReader, inspectFile, judgeFile, scanFileName, SecretScanner, type FileJudgement, type SecretFinding } from '../../services/safety';

/** What was found in files. A judgement without `own` is that of a file that was not looked into. */
export interface Check {
    readonly judgements: readonly FileJudgement[];
    readonly secrets: readonly SecretFinding[];
}

export const NOTHING_CHECKED: Check = { judgements: [], secrets: [] };

/** Texts may hold a key anywhere, other files where they describe themselves: before their numbers. To look through a megabyte takes up to a third of a second. */
const TEXT_BYTES = 8 * 1024 * 1024;
const DATA_BYTES = 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** The name and the content of a file that nobody else has judged. */
export async function checkBytes(path: string, bytes: Uint8Array): Promise<Check> {
    const own = await inspectFile(bufferReader(bytes), { path, size: bytes.byteLength });
    return { judgements: [judgeFile({ path, own })], secrets: [...scanFileName(path), ...(await secretsIn(path, bytes.subarray(0, own.format === 'text' ? TEXT_BYTES : DATA_BYTES)))] };
}

/** In pieces, between which others get their turn: the server takes a process for dead that answers nobody. */
async function secretsIn(path: string, bytes: Uint8Array): Promise<SecretFinding[]> {
    const scanner = new SecretScanner(path);
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
        scanner.push(bytes.subarray(at, at + PIECE_BYTES));
        await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return scanner.finish();
}

/** By its name alone. */
export function checkName(path: string): Check {
    return { judgements: [judgeFile({ path })], secrets: scanFileName(path) };
}

export function together(checks: readonly Check[]): Check {
    return { judgements: checks.flatMap(({ judgements }) => judgements), secrets: checks.flatMap(({ secrets }) => secrets) };
}
