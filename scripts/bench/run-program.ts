import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { inRoot } from '../paths';

const run = promisify(execFile);

/** How Node.js starts one of the programs here, with an argument. */
export function tsxArguments(program: string, argument: object): string[] {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    return ['--import', tsx, inRoot('scripts', 'bench', program), JSON.stringify(argument)];
}

/** Runs one of the programs here in a process of its own. Its last line is what it has to tell, as JSON. */
export async function runProgram<T>(program: string, argument: object): Promise<T> {
    const { stdout } = await run(process.execPath, tsxArguments(program, argument), { maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}
