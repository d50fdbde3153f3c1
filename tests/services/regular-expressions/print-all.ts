/*
 * A program: writes every regular expression of services/ as JSON lines `{ file, source, flags }`. Those that stand in the source
 * are read from it; those that are put together when a module is loaded are overheard.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../../..');
const seen = new Set<string>();

function note(file: string, { source, flags }: RegExp): void {
    const line = JSON.stringify({ file, source, flags });
    if (!seen.has(line)) process.stdout.write(`${line}\n`);
    seen.add(line);
}

function literalsOf(file: string): void {
    const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
            const end = node.text.lastIndexOf('/');
            note(relative(root, file), new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
        }
        node.forEachChild(visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
}

const files = readdirSync(join(root, 'services'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map((entry) => join(entry.parentPath, entry.name));
files.forEach(literalsOf);

const Original = RegExp;
globalThis.RegExp = new Proxy(Original, {
    construct(target, [source, flags]: [string, string?]) {
        const made = new target(source, flags);
        const [, , caller = ''] = new Error().stack?.split('\n') ?? [];
        const [, file] = /(services\/[\w/.-]+\.ts)/.exec(caller) ?? [];
        if (file !== undefined) note(file, made);
        return made;
    },
});
for (const file of files) await import(pathToFileURL(file).href);
