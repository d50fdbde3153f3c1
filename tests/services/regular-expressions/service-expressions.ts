import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';
import { build } from 'esbuild';

export interface Expression {
    readonly file: string;
    readonly source: string;
    readonly flags: string;
}

const root = join(import.meta.dirname, '../../..');

/** Every regular expression of services/: those that stand in the source are read from it, those that are put together when a module is loaded are overheard. */
export async function serviceExpressions(): Promise<Expression[]> {
    const code = await compiled();
    const found = new Map<string, Expression>();
    const note = (file: string, { source, flags }: RegExp): void => void found.set(`${file} ${source} ${flags}`, { file, source, flags });
    for (const [file, text] of code) {
        simple(parse(text, { ecmaVersion: 'latest' }), { Literal: (node) => {
            if ('value' in node && node.value instanceof RegExp) note(file, node.value);
        } });
    }
    load(code, await packagesOf(code), note);
    return [...found.values()];
}

/** The modules by file, as functions of `require` and `exports`. */
async function compiled(): Promise<ReadonlyMap<string, string>> {
    const entryPoints = readdirSync(join(root, 'services'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map((entry) => join(entry.parentPath, entry.name));
    const { outputFiles } = await build({ entryPoints, outdir: root, outbase: root, format: 'cjs', target: 'es2022', write: false, logLevel: 'silent' });
    return new Map(outputFiles.map(({ path, text }) => [path.slice(root.length + 1).replace(/js$/, 'ts'), text]));
}

async function packagesOf(code: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, unknown>> {
    const names = new Set([...code.values()].flatMap((text) => Array.from(text.matchAll(/\brequire\("([^."][^"]*)"\)/g), ([, name = '']) => name)));
    return new Map(await Promise.all([...names].map(async (name): Promise<[string, unknown]> => [name, await import(name)])));
}

/** Loads every module with a `RegExp` of its own. */
function load(code: ReadonlyMap<string, string>, packages: ReadonlyMap<string, unknown>, note: (file: string, made: RegExp) => void): void {
    const loaded = new Map<string, { exports: unknown }>();
    const need = (file: string): unknown => {
        const known = loaded.get(file);
        if (known !== undefined) return known.exports;
        const module = { exports: {} };
        loaded.set(file, module);
        const Overheard = new Proxy(RegExp, { construct: (target, [source, flags]: [string, string?]) => {
            const made = new target(source, flags);
            note(file, made);
            return made;
        } });
        const require = (name: string): unknown => packages.get(name) ?? need(fileOf(code, join(dirname(file), name)));
        Reflect.apply(compileFunction(code.get(file) ?? '', ['module', 'exports', 'require', 'RegExp']), undefined, [module, module.exports, require, Overheard]);
        return module.exports;
    };
    for (const file of code.keys()) need(file);
}

function fileOf(code: ReadonlyMap<string, string>, path: string): string {
    const file = [`${path}.ts`, join(path, 'index.ts')].find((name) => code.has(name));
    if (file === undefined) throw new Error(`services has no module ${path}`);
    return file;
}
