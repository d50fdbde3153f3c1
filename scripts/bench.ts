import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../app.json';
import { countPolls } from './bench/count-polls';
import type { Figures, MeasureOptions, PollCount } from './bench/figures';
import { makeNoopPackage } from './bench/noop-package';
import { report } from './bench/report';
import { runProgram } from './bench/run-program';
import { timeTransfers } from './bench/time-transfers';
import { makePackage } from './make-package';
import { inRoot } from './paths';

/** The two apps are measured in turn, so often; the median of each figure counts. */
const ROUNDS = 3;
const FEW_FACTS = 100;
const MANY_FACTS = 100_000;
const FEW_REQUESTS = 10;
const MANY_REQUESTS = 10_000;

/** `npm run bench [-- --write]`: prints the figures; with `--write` also into docs/benchmarks.md. */
async function main(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'hf-teamflow-bench-'));
    try {
        const app = await makePackage(folder);
        const noopZip = await makeNoopPackage(folder);
        const ours: MeasureOptions = { zip: app.path, appId: manifest.id, teamflow: true, commands: ['/hf help', '/hf tree', '/hf models search fresh-%n'] };
        const noop: MeasureOptions = { zip: noopZip, appId: 'noop', teamflow: false, commands: ['/noop', '/noop-answer'] };
        const pairs: Array<{ ours: Figures; noop: Figures }> = [];
        for (let round = 0; round < ROUNDS; round++) {
            process.stderr.write(`round ${round + 1} of ${ROUNDS}…\n`);
            pairs.push({ noop: await measure(noop), ours: await measure(ours) });
        }
        process.stderr.write('slow Hub, few facts, many facts…\n');
        const text = report({
            pairs,
            slowHub: await measure({ ...ours, hubLatencyMs: 200, runs: 20 }),
            few: await measure({ ...ours, facts: FEW_FACTS }),
            many: await measure({ ...ours, facts: MANY_FACTS, closedRequests: [FEW_REQUESTS, MANY_REQUESTS] }),
            polls: await countAllPolls(),
            transfers: await timeTransfers(),
            app,
            machine: `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node.js ${process.versions.node}`,
        });
        console.log(text);
        if (process.argv.includes('--write')) {
            await writeFile(inRoot('docs', 'benchmarks.md'), `# Benchmarks\n\nMade by \`npm run bench -- --write\`.\n\n${text}\n`);
        }
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

async function countAllPolls(): Promise<PollCount[]> {
    const counts: PollCount[] = [];
    for (const workspace of [{ repos: 2_000, accounts: 20 }, { repos: 4_000, accounts: 20 }, { repos: 2_000, accounts: 100 }]) {
        process.stderr.write(`polls of ${workspace.repos} repositories of ${workspace.accounts} accounts…\n`);
        counts.push(await countPolls(workspace));
    }
    return counts;
}

const measure = (options: MeasureOptions): Promise<Figures> => runProgram<Figures>('measure.ts', options);

await main();
