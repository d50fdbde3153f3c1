import { homedir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { parse, type Node } from 'acorn';
import { simple } from 'acorn-walk';
import { build, type BuildResult } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPage, pageBundle } from '../../playground/page/build-page';
import { inRoot } from '../../scripts/paths';

const KIB = 1024;
/** Far above today's size; a library that came in twice, or one meant for the server, goes over it. */
const MAX_GZIP_BYTES = 900 * KIB;

let bundle: BuildResult<ReturnType<typeof pageBundle>>;
let script: string;

beforeAll(async () => {
    bundle = await build(pageBundle());
    script = bundle.outputFiles.find(({ path }) => path.endsWith('page.js'))?.text ?? '';
});

interface Called extends Node {
    readonly callee: Node & { readonly name?: string };
    readonly arguments: ReadonlyArray<Node & { readonly value?: unknown }>;
}

/** Where text becomes code: what a policy without `unsafe-eval` stops. */
function evaluations(code: string): string[] {
    const found: string[] = [];
    const look = (node: Node): void => {
        const { callee: { name = '' }, arguments: [first] } = node as Called;
        const timer = ['setTimeout', 'setInterval'].includes(name) && typeof first?.value === 'string';
        if (['eval', 'Function'].includes(name) || timer) {
            found.push(code.slice(Math.max(0, node.start - 60), node.end));
        }
    };
    simple(parse(code, { ecmaVersion: 2022, sourceType: 'module' }), { CallExpression: look, NewExpression: look });
    return found;
}

describe('the page’s bundle', () => {
    it('is of a size that loads at once', () => {
        const sizes = bundle.outputFiles.map(({ path, contents }) => ({ name: path.split('/').at(-1) ?? '', raw: contents.length, gzip: gzipSync(contents).length }));
        const line = (names: RegExp): string => {
            const chosen = sizes.filter(({ name }) => names.test(name));
            return `${Math.round(chosen.reduce((sum, { raw }) => sum + raw, 0) / KIB)} KiB (${Math.round(chosen.reduce((sum, { gzip }) => sum + gzip, 0) / KIB)} gzip)`;
        };
        console.log(`page: script ${line(/^page\.js$/)}, style ${line(/^page\.css$/)}, fonts and images ${line(/^(?!page\.)/)}`);
        expect(sizes.find(({ name }) => name === 'page.js')?.gzip).toBeLessThan(MAX_GZIP_BYTES);
    });

    it('makes no code of text, which the page’s policy would stop', () => {
        expect(evaluations('eval("1"); new Function("x"); setTimeout("y", 1)')).toHaveLength(3);
        expect(evaluations(script)).toEqual([]);
    });

    it('is made of the browser’s part and packages, and of nothing of the app, the host or the Hub', () => {
        const inputs = Object.keys(bundle.metafile.inputs);
        expect(inputs.length).toBeGreaterThan(100);
        expect(inputs.filter((path) => !/^(playground\/page\/(client|typia-stub)|node_modules)\/|^emoji:virtual:emoji$/.test(path))).toEqual([]);
    });

    it('tells nothing of the machine that made it', () => {
        for (const { path, text } of bundle.outputFiles.filter(({ path: name }) => /\.(js|css)$/.test(name))) {
            expect([path, [inRoot(), homedir(), process.cwd()].filter((place) => place.length > 1 && text.includes(place))]).toEqual([path, []]);
        }
    });

    it('loads nothing from elsewhere', async () => {
        const files = await buildPage();
        const style = Buffer.from(files.get('/page.css')?.bytes ?? []).toString();
        const linked = [...style.matchAll(/url\(["']?([^)"']+)/g)].map(([, url]) => url ?? '').filter((url) => !url.startsWith('data:'));
        expect(linked.filter((url) => !files.has(url.split('#')[0] ?? ''))).toEqual([]);
        const html = Buffer.from(files.get('/')?.bytes ?? []).toString();
        expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url)).toEqual(['/icon.png', '/page.css', '/page.js']);
        expect(html).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=/);
    });
});
