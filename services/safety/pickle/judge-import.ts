import type { Safety } from '../verdict';
import { ALLOWED_IMPORTS, DANGEROUS_MODULES, DANGEROUS_NAMES, DANGEROUS_NAMES_ANYWHERE, MODULE_ALIASES, type AllowedUse } from './import-lists';

/** A name that a pickle looks up, and what is to be thought of it. */
export interface JudgedImport {
    /** As in the file. */
    readonly module: string;
    readonly name: string;
    /** Module and name with the module called as it is called today, for example `numpy.core.multiarray.scalar`. */
    readonly path: string;
    readonly safety: Safety;
    /** What may be done with it and stay harmless; undefined unless it is allowed. */
    readonly use?: AllowedUse;
}

/** A name that no text in the file gives: it is computed, too long, or none. Nobody but who wants to hide it writes that. */
export const HIDDEN_IMPORT: JudgedImport = { module: '?', name: '?', path: '?', safety: 'dangerous' };

/** Stands for a name that is longer than what is kept of one: along attributes it leads anywhere. */
export const LONG_NAME = '…';

export function judgeLongName(module: string): JudgedImport {
    return { module, name: LONG_NAME, path: `${module}.${LONG_NAME}`, safety: 'dangerous' };
}

/** Judges by exact names. What is on no list is unknown, and never taken for clean. */
export function judgeImport(module: string, name: string): JudgedImport {
    const canonical = canonicalModule(module);
    const path = `${canonical}.${name}`;
    const use = ALLOWED_IMPORTS.get(canonical)?.get(name);
    if (use !== undefined) return { module, name, path, safety: 'allowed', use };
    return { module, name, path, safety: isDangerous(canonical, name) ? 'dangerous' : 'unknown' };
}

/** Old and inner names of a module that a loader takes for it, too; the loader of protocols below 3 renames those of Python 2. */
function canonicalModule(module: string): string {
    const alias = MODULE_ALIASES.get(module);
    if (alias !== undefined) return alias;
    return module.startsWith('numpy._core.') ? `numpy.core.${module.slice('numpy._core.'.length)}` : module;
}

function isDangerous(module: string, name: string): boolean {
    // With dots a loader walks from attribute to attribute, to wherever they lead: `os.system` in a module that imports os.
    if (name.includes('.')) return true;
    // `__import__`, `__builtins__`, `__subclasses__`, `__globals__`: the inside of Python, never data.
    if (/^__.*__$/.test(name)) return true;
    if (DANGEROUS_NAMES_ANYWHERE.has(name) || DANGEROUS_MODULES.has(name)) return true;
    return isInside(module, DANGEROUS_MODULES) || DANGEROUS_NAMES.get(module)?.has(name) === true;
}

/** Whether the module or a package around it is on the list, whose longest entries have three parts. */
function isInside(module: string, list: ReadonlySet<string>): boolean {
    const parts = module.split('.', 3);
    return list.has(module) || parts.some((_, index) => list.has(parts.slice(0, index + 1).join('.')));
}
