import { ScanError } from '../finding';
import { callOf, checkState } from './calls';
import type { ImportLog } from './import-log';
import { HIDDEN_IMPORT, judgeImport, judgeLongName, type JudgedImport } from './judge-import';
import { joblibArray, wrapsArray, type ArrayData } from './joblib-array';
import { memoIndex } from './number-lines';
import { Stack } from './stack';
import { CONTAINER, EXTERNAL, keepEntries, LONG_TEXT, numberOf, OPAQUE, tupleOf, type Value } from './values';

/** Whose loader is going to read it. PyTorch's takes tensors' data from beside the pickle, by persistent ids; joblib's takes arrays from in between the opcodes. */
export type PickleDialect = 'python' | 'torch' | 'joblib';

/** What the opcodes of one pickle do to the stack, and what that tells. Follows CPython's unpickler without making or calling anything. */
export class Machine {
    readonly stack = new Stack();
    readonly #log: ImportLog;
    readonly #dialect: PickleDialect;
    #arrayData: ArrayData | undefined;

    constructor(log: ImportLog, dialect: PickleDialect) {
        this.#log = log;
        this.#dialect = dialect;
    }

    /** What follows in the stream and is no opcode; told once. */
    takeArrayData(): ArrayData | undefined {
        const data = this.#arrayData;
        this.#arrayData = undefined;
        return data;
    }

    /** Undefined: a text of which no more is kept than that it is one. */
    pushText(text: string | undefined): void {
        this.stack.push(text === undefined ? LONG_TEXT : { kind: 'text', text });
    }

    /** A number in decimals. Those of other shapes decide nothing here. */
    pushNumber(text: string | undefined): void {
        this.stack.push(text !== undefined && /^-?\d{1,15}L?$/.test(text) ? numberOf(Number.parseInt(text, 10)) : OPAQUE);
    }

    pushTuple(items: readonly Value[]): void {
        this.stack.push(tupleOf(items));
    }

    /** By a place that is written out. Where there is nothing to keep every unpickler ends, whatever the place. */
    rememberAt(line: Uint8Array | undefined): void {
        this.stack.top();
        this.stack.remember(memoIndex(line));
    }

    /** The same where nothing has been kept. */
    recallFrom(line: Uint8Array | undefined): void {
        if (this.stack.hasEmptyMemo) throw new ScanError('malformed', 'the memo is empty');
        this.stack.recall(memoIndex(line));
    }

    /** Keys and values above the mark. */
    pairsToMark(): Value[] {
        const items = this.stack.popToMark();
        if (items.length % 2 !== 0) throw new ScanError('malformed', 'a key without a value');
        return items;
    }

    /** Of what is in a list or set nothing is kept: it decides nothing. */
    containerFrom(_items: readonly Value[]): void {
        this.stack.push(CONTAINER);
    }

    /** Into what is on top then, by its own methods. */
    putIn(items: readonly Value[]): void {
        const target = this.stack.top();
        if (target.kind === 'dict') keepEntries(target.entries, items);
        else if (target.kind !== 'container' && target.kind !== 'instance') {
            this.#log.countCall();
            this.#log.suspect('unknown', 'puts items into a value that holds none');
        }
    }

    /** Undefined: longer than what is kept of a text. No module is called that, but from one a loader walks as far as a name leads. */
    lookUp(module: string | undefined, name: string | undefined): void {
        if (module === undefined) this.#push(HIDDEN_IMPORT);
        else this.#push(name === undefined ? judgeLongName(module) : judgeImport(module, name));
    }

    lookUpFromStack(): void {
        const [module, name] = this.stack.popTop(2);
        if (module?.kind === 'text' && name?.kind === 'text') this.lookUp(module.text, name.text);
        else this.lookUp(module?.kind === 'text' && name?.kind === 'long text' ? module.text : undefined, undefined);
    }

    /** What stands behind the number is settled by the process that loads it. */
    lookUpExtension(code: number): void {
        this.#push({ module: 'copyreg', name: `extension ${code}`, path: `copyreg.extension ${code}`, safety: 'unknown' });
    }

    /** REDUCE and NEWOBJ differ in how the class is asked, not in what may come of it. */
    reduce(): void {
        const [callee, args] = this.stack.popTop(2);
        this.#call(callee, args?.kind === 'tuple' ? args.items : []);
    }

    newObjectWithKeywords(): void {
        this.stack.pop();
        this.reduce();
    }

    /** The name is looked up, and its module run, before a mark may turn out to be missing. */
    instantiate(module: string | undefined, name: string | undefined): void {
        this.lookUp(module, name);
        const callee = this.stack.pop();
        this.#call(callee, this.stack.popToMark());
    }

    instantiateFromMark(): void {
        const [callee, ...args] = this.stack.popToMark();
        this.#call(callee, args);
    }

    build(): void {
        const state = this.stack.pop();
        const target = this.stack.top();
        this.#log.countCall();
        checkState(target, state, this.#log);
        if (!wrapsArray(target)) return;
        if (this.#dialect !== 'joblib') throw new ScanError('unsupported', 'the bytes of an array between opcodes');
        this.#arrayData = joblibArray(state);
    }

    persistent(): void {
        const id = this.stack.pop();
        if (this.#dialect !== 'torch' || !isTorchStorage(id)) this.#log.suspect('unknown', 'refers to something beside the pickle');
        this.stack.push(EXTERNAL);
    }

    /** PyTorch's ids are tuples, never lines of text. */
    persistentText(): void {
        this.#log.suspect('unknown', 'refers to something beside the pickle');
        this.stack.push(EXTERNAL);
    }

    outOfBandBuffer(): void {
        this.#log.suspect('unknown', 'takes data from beside the pickle');
        this.stack.push(OPAQUE);
    }

    #push(global: JudgedImport): void {
        this.#log.add(global);
        this.stack.push({ kind: 'global', global });
    }

    #call(callee: Value | undefined, args: readonly Value[]): void {
        if (callee === undefined) throw new ScanError('malformed', 'a call of nothing');
        this.#log.countCall();
        this.stack.push(callOf(callee, args, this.#log));
    }
}

/** ('storage', type, key, location, elements[, view]), as torch.save writes it. */
function isTorchStorage(id: Value): boolean {
    if (id.kind !== 'tuple' || (id.size !== 5 && id.size !== 6)) return false;
    const [tag, type, key, location] = id.items;
    return tag?.kind === 'text' && tag.text === 'storage' && type?.kind === 'global' && type.global.safety === 'allowed'
        && key?.kind === 'text' && location?.kind === 'text';
}
