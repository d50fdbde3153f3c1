import type { ImportLog } from './import-log';
import type { JudgedImport } from './judge-import';
import { isGlobal, OPAQUE, type Value } from './values';

/** What a call of `callee` returns, and what is to be thought of it. Nothing is called. */
export function callOf(callee: Value, args: readonly Value[], log: ImportLog): Value {
    if (callee.kind !== 'global') {
        // Writers call what they import. A value that was made on the way may have been made to be called.
        log.suspect('unknown', 'calls a value that it built itself');
        return OPAQUE;
    }
    const { global } = callee;
    if (global.use === 'name') log.suspect('unknown', `calls ${global.path}, which is harmless only as a name`);
    if (global.use === 'reconstructor') return reconstructed(args, log);
    if (global.use === 'dtype' && !isPlainDtype(args)) log.suspect('unknown', 'makes a dtype in an unusual way');
    return { kind: 'instance', of: global, args };
}

/** `copyreg._reconstructor(cls, object, None)` is what protocols 0 and 1 write for plain objects; with another base it calls whatever that has. */
function reconstructed(args: readonly Value[], log: ImportLog): Value {
    const [cls, base, state] = args;
    if (args.length !== 3 || cls?.kind !== 'global' || !isGlobal(base, 'builtins.object') || state?.kind !== 'none') {
        log.suspect('unknown', 'reconstructs an object in an unusual way');
        return OPAQUE;
    }
    return { kind: 'instance', of: cls.global, args: [] };
}

/** What BUILD gives as a state to what is on the stack: `__setstate__`, or the attributes themselves. */
export function checkState(target: Value, state: Value, log: ImportLog): void {
    if (target.kind === 'global') {
        log.suspect('dangerous', 'changes a class or function itself');
        return;
    }
    if (target.kind !== 'instance') {
        log.suspect('unknown', 'sets the state of a value that has none');
        return;
    }
    if (target.of.use === 'dtype' && !isPlainDtypeState(target.args, state)) log.suspect('unknown', 'a dtype with fields, or with flags that do not fit it');
    if (isBehaviour(target.of)) log.suspect('unknown', 'sets the state of what a function returned');
}

/** Functions that return numbers, bytes or types have no state that a writer would set. */
function isBehaviour({ path }: JudgedImport): boolean {
    return path === '_codecs.encode' || path === 'torch.serialization._get_layout';
}

/** `numpy.dtype('f8', False, True)`: the last one makes a copy, without which a state would change the type for the whole process. */
function isPlainDtype(args: readonly Value[]): boolean {
    const [code, , copy] = args;
    return args.length === 3 && code?.kind === 'text' && copy?.kind === 'number' && copy.value === 1;
}

/** Without fields and subtypes, size from the code: numbers, texts and bytes. */
const PLAIN_CODE = /^[<>|=]?(?:[biufcSUVmM]\d{1,9}|[?bBhHiIlLqQefdgFDG])$/;
/** The flags of objects: counted references, pickled as a list, initialised, and what follows from that. */
const OBJECT_FLAGS = 63;

/**
 * (version, byte order, subtype, names, fields, size, alignment, flags[, metadata]). NumPy believes the flags: an object type that does not
 * say it holds objects makes it take the bytes of an array for pointers, and so do fields of objects with such flags.
 */
function isPlainDtypeState([code]: readonly Value[], state: Value): boolean {
    if (state.kind !== 'tuple' || code?.kind !== 'text') return false;
    const [, , subtype, names, fields, , , flags] = state.items;
    if (![subtype, names, fields].every((item) => item?.kind === 'none')) return false;
    if (/^[<>|=]?O\d?$/.test(code.text)) return flags?.kind === 'number' && flags.value === OBJECT_FLAGS;
    return PLAIN_CODE.test(code.text);
}
