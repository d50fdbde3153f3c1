import { runStep, type Step } from './checks/step';
import { runVitest } from './checks/run-vitest';
import { sum, type Tally } from './checks/tally';
import { inRoot } from './paths';

const USAGE = 'usage: npm test [-- <part of a test file\'s path> …]\n\nWithout a path: type check, lint, generated docs and all tests. With one: only the tests whose path has it.';

const TYPE_CHECK: Step = { name: 'type check', args: ['node_modules/typescript/bin/tsc', '--noEmit'] };
const LINT: Step = { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'] };
const DOCS: Step = { name: 'generated docs are up to date', args: ['scripts/run.mjs', 'scripts/docs.ts', '--check'] };

const print = (line: string): void => console.log(line);
const filters = process.argv.slice(2);

if (filters.some((filter) => filter.startsWith('-'))) {
    console.error(USAGE);
    process.exitCode = 2;
} else {
    const { passed, failed } = sum([...(filters.length === 0 ? await checkSources() : []), await runTests()]);
    print(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
}

/** The compiler and the linter keep two cores busy; the rest comes after them. */
async function checkSources(): Promise<Tally[]> {
    const both = await Promise.all([TYPE_CHECK, LINT].map((step) => runStep(step, print)));
    return [...both, await runStep(DOCS, print)];
}

async function runTests(): Promise<Tally> {
    const run = await runVitest({ root: inRoot(), filters });
    run.leftOut.forEach(print);
    run.problems.forEach((problem) => print(`✗ ${problem}`));
    return run;
}
