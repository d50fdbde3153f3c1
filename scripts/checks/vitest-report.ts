import * as z from 'zod/mini';
import type { Tally } from './tally';

/** What we read of vitest's JSON report (https://vitest.dev/guide/reporters#json-reporter). */
const reportSchema = z.object({
    testResults: z.array(
        z.object({
            name: z.string(),
            status: z.string(),
            assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
        }),
    ),
});

/** The outcome of a vitest run: its tests, and what failed beside them. */
export interface TestRun extends Tally {
    /** Failures that the reporter does not show as tests, a sentence each. Each counts as one failed check. */
    readonly problems: readonly string[];
    /** What was left out for a stated need, a sentence each: no failure, but to be said aloud. */
    readonly leftOut: readonly string[];
}

/** Tests named `needs <something>: …` may be left out where that something is not at hand. */
const NEED = /^needs [^:]+/;

/**
 * Counts a run by its report and its exit status. A file that could not be loaded, a run without tests and errors outside
 * of all tests are failures as well; so is a test that was skipped without a stated need, because then nothing was shown.
 */
export function readReport(report: unknown, exitCode: number | null): TestRun {
    const parsed = reportSchema.safeParse(report);
    if (!parsed.success) {
        return { passed: 0, failed: 1, problems: ['vitest left no report.'], leftOut: [] };
    }
    const files = parsed.data.testResults;
    const tests = files.flatMap(({ assertionResults }) => assertionResults);
    const passed = tests.filter(({ status }) => status === 'passed').length;
    const failedTests = tests.filter(({ status }) => status === 'failed').length;
    const needs = tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => NEED.exec(fullName)?.[0]);
    const skipped = needs.filter((need) => need === undefined).length;
    const broken = files.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
    const problems = [
        ...broken.map(({ name }) => `${name} failed outside of its tests.`),
        ...(tests.length === 0 && broken.length === 0 ? ['No test was run.'] : []),
        ...(skipped > 0 ? [`${skipped} tests were skipped.`] : []),
    ];
    const unexplained = exitCode !== 0 && failedTests === 0 && problems.length === 0;
    const all = unexplained ? ['vitest failed although no test did: see the errors above.'] : problems;
    return { passed, failed: failedTests + all.length, problems: all, leftOut: leftOut(needs) };
}

function leftOut(needs: ReadonlyArray<string | undefined>): string[] {
    const stated = needs.filter((need) => need !== undefined);
    return [...new Set(stated)].map((need) => `NOT RUN: ${stated.filter((other) => other === need).length} tests, which ${need.replace(/^needs/, 'need')}.`);
}
