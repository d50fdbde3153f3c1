import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../paths';
import { readReport, type TestRun } from './vitest-report';

export interface VitestOptions {
    /** The folder whose tests are run; its vitest.config.ts counts. */
    readonly root: string;
    /** Parts of the paths of the test files to run; none runs all. */
    readonly filters: readonly string[];
    /** Where vitest's own output goes. */
    readonly output?: 'inherit' | 'ignore';
}

/** The longest the tests may take, milliseconds: with all that comes before them that is less than twelve minutes. */
const LIMIT_MS = 10.75 * 60_000;

/** Runs vitest as a program of its own, with its usual output, and counts by its JSON report. */
export async function runVitest({ root, filters, output = 'inherit' }: VitestOptions): Promise<TestRun> {
    const folder = await mkdtemp(join(tmpdir(), 'hf-teamflow-test-'));
    const reportFile = join(folder, 'report.json');
    try {
        const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
        const args = [vitest, 'run', '--root', root, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...filters];
        const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', output, output], timeout: LIMIT_MS });
        await once(child, 'close');
        return readReport(await readJson(reportFile), child.exitCode);
    } finally {
        await rm(folder, { recursive: true });
    }
}

/** undefined when vitest died before it wrote its report. */
async function readJson(file: string): Promise<unknown> {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text === '' ? undefined : JSON.parse(text);
}
