import { bufferReader, inspectFile, judgeFile, scanFileName, SecretScanner, type FileJudgement, type SecretFinding } from '../../services/safety';

/** What was found in files. A judgement without `own` is that of a file that was not looked into. */
export interface Check {
    readonly judgements: readonly FileJudgement[];
    readonly secrets: readonly SecretFinding[];
}

/** The same of one file. */
export interface FileCheck {
    readonly judgement: FileJudgement;
    readonly secrets: readonly SecretFinding[];
}

export const NOTHING_CHECKED: Check = { judgements: [], secrets: [] };

/** To look through that many takes some hundredths of a second. */
const PIECE_BYTES = 1024 * 1024;

/** The name and the content of a file that nobody else has judged. */
export async function checkBytes(path: string, bytes: Uint8Array): Promise<FileCheck> {
    const own = await inspectFile(bufferReader(bytes), { path, size: bytes.byteLength });
    return { judgement: judgeFile({ path, own }), secrets: [...scanFileName(path), ...(await secretsIn(path, bytes))] };
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
export function checkName(path: string): FileCheck {
    return { judgement: judgeFile({ path }), secrets: scanFileName(path) };
}

export function together(checks: readonly FileCheck[]): Check {
    return { judgements: checks.map(({ judgement }) => judgement), secrets: checks.flatMap(({ secrets }) => secrets) };
}
