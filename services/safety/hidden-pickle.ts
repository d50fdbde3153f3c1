import { together, type Finding } from './finding';
import type { ByteSource } from './metered-source';
import { walkPickle, type PickleWalk } from './pickle/walk-pickle';

/** What a guess that goes well may cost of the budget, bytes. Most end with the first letter. */
const GUESS_BUDGET_BYTES = 256 * 1024;
/** What can be imported at all. A line of prose that looks like an import is none. */
const IMPORTABLE = /^[\p{L}\p{N}_.-]+$/u;

/**
 * The pickle that a file is, although nothing says so: protocols 0 and 1 have no magic, and letters of a text are opcodes by chance.
 * Undefined when no unpickler would get anywhere with it.
 * `known`: it has the first bytes of another format; then a length beyond all bounds is a number of that format.
 * `headBytes`: so much of it has been read anyway.
 */
export async function findHiddenPickle(source: ByteSource, { known, headBytes }: { known: boolean; headBytes: number }): Promise<Finding | undefined> {
    const first = await walkPickle(source, { budget: headBytes });
    const walk = first.problem === 'budget' && headBytes < source.size ? await walkPickle(source, { budget: GUESS_BUDGET_BYTES }) : first;
    return walk.problem === undefined || acts(walk) || isOpen(walk, known) ? together('pickle', [walk]) : undefined;
}

/** Something that is on no list of harmless ones was looked up and, or if it is dangerous, run before the walk ended. */
function acts({ imports, calls }: PickleWalk): boolean {
    const plausible = imports.filter(({ module, name }) => IMPORTABLE.test(module) && IMPORTABLE.test(name));
    return plausible.some(({ safety }) => safety === 'dangerous' || (safety === 'unknown' && calls > 0));
}

/** An unpickler would have gone on where the walk stopped. */
function isOpen({ problem }: PickleWalk, known: boolean): boolean {
    return problem === 'budget' || (!known && problem === 'too-long');
}
