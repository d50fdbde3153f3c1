import type { JudgedImport } from './judge-import';

/** What is known of a value on the stack without ever making it. Containers are walked over, not kept, but for the first items of tuples and dictionaries. */
export type Value =
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'long text' }                                            // longer than what is kept of one
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'none' }
    | { readonly kind: 'container' }                                            // a list or set
    | { readonly kind: 'dict'; readonly entries: Map<string, Value> }           // the first entries whose keys are texts
    | { readonly kind: 'tuple'; readonly items: readonly Value[]; readonly size: number }
    | { readonly kind: 'global'; readonly global: JudgedImport }                // a class or function that was looked up
    | { readonly kind: 'instance'; readonly of: JudgedImport; readonly args: readonly Value[] } // what a call of it returned
    | { readonly kind: 'external' }                                             // what the loader makes of a persistent id
    | { readonly kind: 'opaque' };                                              // bytes, fractions, what a computation yields

export const LONG_TEXT: Value = { kind: 'long text' };
export const NONE: Value = { kind: 'none' };
export const CONTAINER: Value = { kind: 'container' };
export const EXTERNAL: Value = { kind: 'external' };
export const OPAQUE: Value = { kind: 'opaque' };

/** The state of a dtype has nine items, the arguments of a tensor seven, the state of joblib's wrapper six; what comes later decides nothing here. Stops tuples of tuples growing in memory. */
const KEPT_ITEMS = 9;

export function tupleOf(items: readonly Value[]): Value {
    return { kind: 'tuple', items: items.slice(0, KEPT_ITEMS), size: items.length };
}

export function dictOf(items: readonly Value[]): Value {
    const entries = new Map<string, Value>();
    keepEntries(entries, items);
    return { kind: 'dict', entries };
}

/** Keys and values by turns, as SETITEMS takes them. */
export function keepEntries(entries: Map<string, Value>, items: readonly Value[]): void {
    for (let index = 0; index < items.length && entries.size < KEPT_ITEMS; index += 2) {
        const [key, value] = [items[index], items[index + 1]];
        if (key?.kind === 'text' && value) entries.set(key.text, value);
    }
}

export function numberOf(value: number): Value {
    return { kind: 'number', value };
}

/** Whether it is the global of that canonical name, for example `builtins.object`. */
export function isGlobal(value: Value | undefined, path: string): boolean {
    return value?.kind === 'global' && value.global.path === path;
}
