import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVitest } from '../../scripts/checks/run-vitest';
import { inRoot } from '../../scripts/paths';

// Inside the repository, so that the suites find vitest; git and the linter do not look there.
const PARENT = inRoot('.playground');
let root: string;

beforeEach(async () => {
    await mkdir(PARENT, { recursive: true });
    root = await mkdtemp(join(PARENT, 'suites-'));
    // Without one of its own, vitest takes the configuration of the folder above.
    await writeFile(join(root, 'vitest.config.ts'), 'export default { test: { include: [\'*.test.ts\'] } };');
});
afterEach(() => rm(root, { recursive: true }));

const suite = (name: string, body: string): Promise<void> => writeFile(join(root, `${name}.test.ts`), `import { beforeAll, describe, expect, it } from 'vitest';\n${body}\n`);
const run = (...filters: string[]): ReturnType<typeof runVitest> => runVitest({ root, filters, output: 'ignore' });

const PASSES = 'it(\'adds\', () => expect(1 + 1).toBe(2));';
const FAILS = 'it(\'fails\', () => expect(1).toBe(2));';

describe('a run of vitest', () => {
    it('counts what passed and what failed', async () => {
        await suite('good', PASSES);
        await suite('mixed', `${PASSES}\n${FAILS}`);

        expect(await run()).toEqual({ passed: 2, failed: 1, problems: [], leftOut: [] });
    });

    it('runs only the files whose path has the filter', async () => {
        await suite('good', PASSES);
        await suite('bad', FAILS);

        expect(await run('good')).toEqual({ passed: 1, failed: 0, problems: [], leftOut: [] });
    });

    it('fails without tests', async () => {
        await suite('good', PASSES);

        expect(await run('no-such-file')).toMatchObject({ passed: 0, failed: 1 });
    });

    it('fails when a file cannot be loaded', async () => {
        await suite('good', PASSES);
        await suite('broken', 'throw new Error(\'at load\');');

        const { passed, failed, problems } = await run();

        expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
        expect(problems[0]).toMatch(/broken\.test\.ts failed outside of its tests/);
    });

    it('fails for an error outside of all tests', async () => {
        await suite('unhandled', `${PASSES}\nvoid Promise.reject(new Error('nobody waits for this'));`);

        expect(await run()).toMatchObject({ passed: 1, failed: 1, problems: [expect.stringContaining('although no test did')] });
    });

    it('fails when a set-up fails and its tests are skipped', async () => {
        await suite('set-up', `describe('x', () => { beforeAll(() => { throw new Error('no'); });\n${PASSES} });`);

        expect((await run()).failed).toBeGreaterThan(0);
    });

    it('fails for a test that is skipped', async () => {
        await suite('skipped', `${PASSES}\nit.skip('later', () => expect(1).toBe(2));`);

        expect(await run()).toMatchObject({ passed: 1, failed: 1, problems: ['1 tests were skipped.'] });
    });

    it('says what was left out for a stated need, without failing', async () => {
        await suite('needy', `${PASSES}\ndescribe.skip('needs a whale: songs', () => { it('sings', () => expect(1).toBe(2)); });`);

        expect(await run()).toMatchObject({ passed: 1, failed: 0, problems: [], leftOut: ['NOT RUN: 1 tests, which need a whale.'] });
    });
});
