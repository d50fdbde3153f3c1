import type { FileContent } from '../bytes/file-content';
import type { PickleImport } from '../model';

/** Formats that are read with pickle (Hugging Face docs, "Pickle scanning"). */
const PICKLES = /\.(?:bin|ckpt|dat|data|joblib|pickle|pkl|pt|pth)$/i;

export const isPickle = (path: string): boolean => PICKLES.test(path);

/** Modules of which any call may do harm, and those calls of the built-in one (picklescan's list, in parts). */
const DANGEROUS = /^(?:os|posix|nt|subprocess|sys|socket|shutil|pty|runpy|webbrowser|requests|httplib|asyncio|bdb|pdb|operator)(?:\.|$)/;
const DANGEROUS_BUILT_IN = /^(?:eval|exec|execfile|compile|open|getattr|apply|__import__|breakpoint)$/;
const INNOCUOUS = /^(?:torch|numpy|collections|_codecs|copyreg|copy_reg|datetime|sklearn|scipy)(?:\.|$)/;

function safetyOf(module: string, name: string): PickleImport['safety'] {
    if (DANGEROUS.test(module) || (/^(?:__builtin__|builtins)$/.test(module) && DANGEROUS_BUILT_IN.test(name))) {
        return 'dangerous';
    }
    return INNOCUOUS.test(module) ? 'innocuous' : 'suspicious';
}

/** GLOBAL with its two lines, and STACK_GLOBAL after two short strings (CPython `Lib/pickle.py`). */
const GLOBALS = [/c([A-Za-z_][\w.]*)\n([A-Za-z_][\w.]*)\n/g, /\x8c[^]([A-Za-z_][\w.]*)\x94?\x8c[^]([A-Za-z_][\w.]*)\x94?\x93/g];

const PIECE = 4 * 1024 * 1024;
/** As much as one import takes: it may lie on the edge of two pieces. Bytes. */
const OVERLAP = 512;
/** Bytes behind these are weights. */
const LOOKED_AT = 64 * 1024 * 1024;

function* pieces(bytes: FileContent): Generator<string> {
    for (let at = 0; at < Math.min(bytes.size, LOOKED_AT); at += PIECE) {
        yield Buffer.from(bytes.read(at, at + PIECE + OVERLAP)).toString('latin1');
    }
}

/**
 * What a pickle would import, as a scanner of words finds it: it looks for the opcodes in the bytes as they are, compressed ones it
 * does not open.
 */
export function pickleImports(bytes: FileContent): PickleImport[] {
    const found = new Map<string, PickleImport>();
    for (const piece of pieces(bytes)) {
        for (const [, module = '', name = ''] of GLOBALS.flatMap((pattern) => [...piece.matchAll(pattern)])) {
            found.set(`${module} ${name}`, { module, name, safety: safetyOf(module, name) });
        }
    }
    return [...found.values()];
}
