import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inRoot } from '../paths';
import type { Tally } from './tally';

/** A program whose exit status is one check. */
export interface Step {
    readonly name: string;
    /** Arguments for Node, the program's file first. */
    readonly args: readonly string[];
}

/** The longest a step may take, milliseconds, beside all tests as well: one that hangs fails instead of holding up everything after it. */
const STEP_LIMIT_MS = 8 * 60_000;

/** Runs the program and prints one line, and what the program wrote if it failed. */
export async function runStep({ name, args }: Step, print: (line: string) => void, limit = STEP_LIMIT_MS): Promise<Tally> {
    const start = Date.now();
    const child = spawn(process.execPath, args, { cwd: inRoot(), stdio: ['ignore', 'pipe', 'pipe'], timeout: limit });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(child, 'close');
    const passed = child.exitCode === 0;
    print(`${passed ? '✓' : '✗'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    if (!passed) {
        print(Buffer.concat(chunks).toString().trimEnd());
    }
    if (child.signalCode !== null) {
        print(`It was ended by ${child.signalCode}; it may take ${limit / 1000} s at most.`);
    }
    return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
