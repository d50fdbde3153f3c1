import { together, type Finding } from './finding';
import type { ByteSource } from './metered-source';
import { LONG_NAME } from './pickle/judge-import';
import { walkPickle, type PickleWalk } from './pickle/walk-pickle';

/** What a guess that goes well may cost of the budget, bytes. Most end with the first letter. */
const GUESS_BUDGET_BYTES = 256 * 1024;
/** What can be imported at all. A line of prose that looks like an import is none. */
const IMPORTABLE = /^[\p{L}\p{N}_.-]+$/u;

/**
 * The pickle that a file is, although nothing says so: protocols 0 and 1 have no magic, and letters of a text are opcodes by chance.
 * Undefined when no unpickler would get anywhere with it.
 * `headBytes`: so much of it has been read anyway.
 */
export async function findHiddenPickle(source: ByteSource, headBytes: number): Promise<Finding | undefined> {
    const first = await walkPickle(source, { budget: headBytes });
    const walk = first.problem === 'budget' && headBytes < source.size ? await walkPickle(source, { budget: GUESS_BUDGET_BYTES }) : first;
    return walk.problem === undefined || acts(walk) || isOpen(walk) ? together('pickle', [walk]) : undefined;
}

/** Something that is on no list of harmless ones was looked up, and something was run, before the walk ended. A list of names that begins with `click` only looks one up. */
function acts({ imports, calls }: PickleWalk): boolean {
    const plausible = imports.filter(({ module, name }) => IMPORTABLE.test(module) && (name === LONG_NAME || IMPORTABLE.test(name)));
    return calls > 0 && plausible.some(({ safety }) => safety !== 'allowed');
}

/** An unpickler would have gone on where the walk stopped. */
function isOpen({ problem }: PickleWalk): boolean {
    return problem === 'budget' || problem === 'too-long';
}
