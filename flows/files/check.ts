import { bufferReader, inspectFile, judgeFile, scanBytes, scanFileName, type FileJudgement, type SecretFinding } from '../../services/safety';

/** What was found in files. A judgement without `own` is that of a file that was not looked into. */
export interface Check {
    readonly judgements: readonly FileJudgement[];
    readonly secrets: readonly SecretFinding[];
}

export const NOTHING_CHECKED: Check = { judgements: [], secrets: [] };

/** The name and the content of a file that nobody else has judged. */
export async function checkBytes(path: string, bytes: Uint8Array): Promise<Check> {
    const own = await inspectFile(bufferReader(bytes), { path, size: bytes.byteLength });
    return { judgements: [judgeFile({ path, own })], secrets: [...scanFileName(path), ...scanBytes(path, bytes)] };
}

/** By its name alone. */
export function checkName(path: string): Check {
    return { judgements: [judgeFile({ path })], secrets: scanFileName(path) };
}

export function together(checks: readonly Check[]): Check {
    return { judgements: checks.flatMap(({ judgements }) => judgements), secrets: checks.flatMap(({ secrets }) => secrets) };
}
