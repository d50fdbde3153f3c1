import { runStep, type Step } from './checks/step';
import { runVitest } from './checks/run-vitest';
import { sum, type Tally } from './checks/tally';
import { inRoot } from './paths';

const USAGE = 'usage: npm test [-- <part of a test file\'s path> …]\n\nWithout a path: type check, lint, generated docs and all tests. With one: only the tests whose path has it.';

const TYPE_CHECK: Step = { name: 'type check', args: ['node_modules/typescript-7/bin/tsc', '--noEmit'] };
const LINT: Step = { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'] };
const DOCS: Step = { name: 'generated docs are up to date', args: ['scripts/run.mjs', 'scripts/docs.ts', '--check'] };

const print = (line: string): void => console.log(line);
const filters = process.argv.slice(2);

if (filters.some((filter) => filter.startsWith('-'))) {
    console.error(USAGE);
    process.exitCode = 2;
} else {
    const { passed, failed } = sum(filters.length === 0 ? await checkAll() : [await runTests()]);
    print(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
}

/** The linter takes the longest and keeps one core busy: everything else goes on beside it, what is the quickest to fail first. */
async function checkAll(): Promise<Tally[]> {
    const saidByLinter: string[] = [];
    const lint = runStep(LINT, (line) => saidByLinter.push(line));
    const tallies = [await runStep(TYPE_CHECK, print), await runStep(DOCS, print), await runTests(), await lint];
    saidByLinter.forEach(print);
    return tallies;
}

async function runTests(): Promise<Tally> {
    const run = await runVitest({ root: inRoot(), filters });
    run.leftOut.forEach(print);
    run.problems.forEach((problem) => print(`✗ ${problem}`));
    return run;
}
