import * as op from './assembler';

/** A Python value as this pickler writes it; a plain number is an int. */
export type PyValue =
    | null | boolean | number | string | Uint8Array
    | { float: number }
    | { list: PyValue[] } | { tuple: PyValue[] } | { set: PyValue[] } | { frozenset: PyValue[] }
    | { dict: [PyValue, PyValue][] }
    | { global: [module: string, name: string] }
    /** What `__reduce__` returns. */
    | { call: PyValue; args: PyValue[]; items?: [PyValue, PyValue][]; state?: PyValue }
    /** An object of a class of its own, as `object.__reduce_ex__` does it in this protocol. */
    | { object: [module: string, name: string]; state: PyValue }
    | { persistent: PyValue };

export const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;
export type Protocol = typeof PROTOCOLS[number];

/** A pickle as CPython's pickler writes it, with its memo and its frame. Source: https://github.com/python/cpython (Lib/pickle.py). */
export function pickled(value: PyValue, protocol: Protocol): Uint8Array {
    const writer = new Pickler(protocol);
    writer.save(value);
    const body = [...writer.bytes, op.STOP];
    if (protocol < 2) return op.bytesOf(body);
    return op.bytesOf(op.PROTO(protocol), protocol >= 4 ? op.FRAME(body.length) : [], body);
}

class Pickler {
    readonly bytes: number[] = [];
    readonly #memo = new Map<string, number>();
    #memoSize = 0;

    constructor(readonly protocol: Protocol) {}

    save(value: PyValue): void {
        if (value === null) this.#write(op.NONE);
        else if (typeof value === 'boolean') this.#saveBoolean(value);
        else if (typeof value === 'number') this.#saveInt(value);
        else if (typeof value === 'string') this.#saveText(value);
        else if (value instanceof Uint8Array) this.#saveBytes(value);
        else if ('float' in value) this.#write(this.protocol === 0 ? op.FLOAT(String(value.float)) : op.BINFLOAT(value.float));
        else if ('list' in value) this.#saveList(value.list);
        else if ('tuple' in value) this.#saveTuple(value.tuple);
        else if ('dict' in value) this.#saveDict(value.dict);
        else if ('set' in value) this.#saveSet(value.set);
        else if ('frozenset' in value) this.#saveFrozenset(value.frozenset);
        else if ('global' in value) this.#saveGlobal(...value.global);
        else if ('call' in value) this.#saveCall(value);
        else if ('object' in value) this.#saveObject(value);
        else this.#savePersistent(value.persistent);
    }

    #write(...parts: readonly (number | readonly number[])[]): void {
        for (const part of parts) {
            if (typeof part === 'number') this.bytes.push(part);
            else this.bytes.push(...part);
        }
    }

    #put(): number {
        const index = this.#memoSize++;
        if (this.protocol === 0) this.#write(op.PUT(index));
        else if (this.protocol >= 4) this.#write(op.MEMOIZE);
        else this.#write(index < 256 ? op.BINPUT(index) : op.LONG_BINPUT(index));
        return index;
    }

    /** Writes what was written before as a reference to it. */
    #once(key: string, write: () => void): void {
        const known = this.#memo.get(key);
        if (known === undefined) {
            write();
            this.#memo.set(key, this.#put());
        } else if (this.protocol === 0) {
            this.#write(op.GET(known));
        } else {
            this.#write(known < 256 ? op.BINGET(known) : op.LONG_BINGET(known));
        }
    }

    #saveBoolean(value: boolean): void {
        if (this.protocol >= 2) this.#write(value ? op.NEWTRUE : op.NEWFALSE);
        else this.#write(op.INT(value ? '01' : '00'));
    }

    #saveInt(value: number): void {
        if (this.protocol === 0) this.#write(Math.abs(value) < 2 ** 31 ? op.INT(String(value)) : op.LONG(String(value)));
        else if (value >= 0 && value < 256) this.#write(op.BININT1(value));
        else if (value >= 0 && value < 65_536) this.#write(op.BININT2(value));
        else if (Math.abs(value) < 2 ** 31) this.#write(op.BININT(value));
        else this.#write(this.protocol === 1 ? op.LONG(String(value)) : op.LONG1(...op.unsigned(8, value)));
    }

    #saveText(value: string): void {
        this.#once(`text ${value}`, () => {
            if (this.protocol === 0) this.#write(op.UNICODE(rawUnicodeEscaped(value)));
            else this.#write(this.protocol >= 4 && op.utf8(value).length < 256 ? op.SHORT_BINUNICODE(value) : op.BINUNICODE(value));
        });
    }

    #saveBytes(value: Uint8Array): void {
        if (this.protocol < 3) {
            const text = String.fromCharCode(...value);
            this.save(value.length === 0 ? { call: { global: ['builtins', 'bytes'] }, args: [] } : { call: { global: ['_codecs', 'encode'] }, args: [text, 'latin1'] });
            return;
        }
        this.#write(value.length < 256 ? op.SHORT_BINBYTES([...value]) : op.BINBYTES([...value]));
        this.#put();
    }

    #saveList(items: readonly PyValue[]): void {
        this.#write(this.protocol === 0 ? [op.MARK, op.LIST] : op.EMPTY_LIST);
        this.#put();
        this.#saveItems(items.map((item) => [item]), op.APPEND, op.APPENDS);
    }

    #saveDict(items: readonly (readonly [PyValue, PyValue])[]): void {
        this.#write(this.protocol === 0 ? [op.MARK, op.DICT] : op.EMPTY_DICT);
        this.#put();
        this.#saveItems(items, op.SETITEM, op.SETITEMS);
    }

    #saveItems(items: readonly (readonly PyValue[])[], one: number, many: number): void {
        const inBatches = this.protocol > 0 && items.length > 1;
        if (inBatches) this.#write(op.MARK);
        for (const item of items) {
            item.forEach((part) => this.save(part));
            if (!inBatches) this.#write(one);
        }
        if (inBatches) this.#write(many);
    }

    #saveTuple(items: readonly PyValue[]): void {
        if (items.length === 0 && this.protocol > 0) return this.#write(op.EMPTY_TUPLE);
        const short = this.protocol >= 2 ? [op.EMPTY_TUPLE, op.TUPLE1, op.TUPLE2, op.TUPLE3][items.length] : undefined;
        if (short === undefined) this.#write(op.MARK);
        items.forEach((item) => this.save(item));
        this.#write(short ?? op.TUPLE);
        this.#put();
    }

    #saveSet(items: readonly PyValue[]): void {
        if (this.protocol < 4) return this.save({ call: { global: ['builtins', 'set'] }, args: [{ list: [...items] }] });
        this.#write(op.EMPTY_SET);
        this.#put();
        this.#write(op.MARK);
        items.forEach((item) => this.save(item));
        this.#write(op.ADDITEMS);
    }

    #saveFrozenset(items: readonly PyValue[]): void {
        if (this.protocol < 4) return this.save({ call: { global: ['builtins', 'frozenset'] }, args: [{ list: [...items] }] });
        this.#write(op.MARK);
        items.forEach((item) => this.save(item));
        this.#write(op.FROZENSET);
        this.#put();
    }

    /** Protocols below 3 are for Python 2, where some modules have other names. */
    #saveGlobal(module: string, name: string): void {
        const written = this.protocol < 3 ? ({ builtins: '__builtin__', copyreg: 'copy_reg' }[module] ?? module) : module;
        this.#once(`global ${module} ${name}`, () => {
            if (this.protocol < 4) return this.#write(op.GLOBAL(written, name));
            this.save(module);
            this.save(name);
            this.#write(op.STACK_GLOBAL);
        });
    }

    #saveCall({ call, args, items = [], state }: { call: PyValue; args: PyValue[]; items?: [PyValue, PyValue][]; state?: PyValue }): void {
        this.save(call);
        this.#saveTuple(args);
        this.#write(op.REDUCE);
        this.#put();
        this.#saveItems(items, op.SETITEM, op.SETITEMS);
        if (state === undefined) return;
        this.save(state);
        this.#write(op.BUILD);
    }

    #saveObject({ object, state }: { object: [string, string]; state: PyValue }): void {
        if (this.protocol < 2) return this.save({ call: { global: ['copyreg', '_reconstructor'] }, args: [{ global: object }, { global: ['builtins', 'object'] }, null], state });
        this.#saveGlobal(...object);
        this.#write(op.EMPTY_TUPLE, op.NEWOBJ);
        this.#put();
        this.save(state);
        this.#write(op.BUILD);
    }

    #savePersistent(id: PyValue): void {
        if (this.protocol === 0) return this.#write(op.PERSID(JSON.stringify(id)));
        this.save(id);
        this.#write(op.BINPERSID);
    }
}

function rawUnicodeEscaped(text: string): string {
    return [...text].map((character) => {
        const code = character.codePointAt(0) ?? 0;
        if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`;
        return code > 0xff || '\\\0\n\r\x1a'.includes(character) ? `\\u${code.toString(16).padStart(4, '0')}` : character;
    }).join('');
}
