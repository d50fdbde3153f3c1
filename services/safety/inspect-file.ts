import type { ReadRange } from '../hub';
import { failed, findingOf, together } from './finding';
import { inspectContent } from './inspect-content';
import { MeteredSource } from './metered-source';
import type { ContentVerdict } from './verdict';

/**
 * Looks at what a file is by its content, whatever its name says, and at what it would do when it is loaded; constructs nothing
 * out of it. Reads at most `READ_BUDGET_BYTES`, in ranges, and keeps no more in memory than a few times that.
 * Throws what `readRange` throws; whatever is wrong with the file is a verdict.
 */
export async function inspectFile(readRange: ReadRange, file: { path: string; size: number }): Promise<ContentVerdict> {
    const source = new MeteredSource(readRange, file.size);
    const finding = await findingOf('other', () => inspectContent(source, { name: file.path, depth: 0 }));
    // Whoever went on after something was given up has not seen all.
    const ending = source.effort.isExhausted ? [failed(finding.format, 'budget', 'not all that is in it was looked at')] : [];
    return { ...together(finding.format, [finding, ...ending]), bytesRead: source.bytesRead };
}
