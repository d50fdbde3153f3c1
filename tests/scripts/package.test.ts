import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, tokTypes, type Token } from 'acorn';
import { AppPackageParser } from '@rocket.chat/apps-engine/server/compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALLOWED_MODULES, bundle } from '../../scripts/bundle';
import { makePackage } from '../../scripts/make-package';
import { readManifest, type Manifest } from '../../scripts/manifest';
import { inRoot } from '../../scripts/paths';
import { readZip } from './read-zip';

let folder: string;
let zip: Buffer;
let files: Map<string, Buffer>;
let manifest: Manifest;
let code: string;

async function packageIn(name: string): Promise<Buffer> {
    const { path } = await makePackage(join(folder, name));
    return readFile(path);
}

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hf-teamflow-package-'));
    [zip, manifest] = await Promise.all([packageIn('first'), readManifest()]);
    files = readZip(zip);
    code = files.get(manifest.classFile)?.toString() ?? '';
});
afterAll(() => rm(folder, { recursive: true }));

/** What the bundle requires or imports, wherever in it. */
function required(source: string): Set<unknown> {
    const tokens: Token[] = [];
    parse(source, { ecmaVersion: 2022, onToken: tokens });
    const isLoad = ({ type, value }: Token): boolean => (type === tokTypes.name && value === 'require') || type === tokTypes._import;
    return new Set(tokens.flatMap((token, at) => (isLoad(token) && tokens[at + 1]?.type === tokTypes.parenL ? [valueOf(tokens[at + 2])] : [])));
}

const valueOf = (token: Token | undefined): unknown => (token?.type === tokTypes.string ? token.value : 'a name that is computed');

describe('the package', () => {
    it('has the same bytes whenever it is made from the same sources', async () => {
        expect((await packageIn('second')).equals(zip)).toBe(true);
    });

    it('holds the manifest, the icon, the translations and exactly one script', async () => {
        const translations = (await readdir(inRoot('i18n'))).filter((name) => name.endsWith('.json')).map((name) => `i18n/${name.replace('zh-CN', 'zh')}`);

        expect([...files.keys()].sort()).toEqual(['app.json', manifest.classFile, manifest.iconFile, ...translations].sort());
        expect([...files.keys()].filter((name) => name.endsWith('.js'))).toEqual([manifest.classFile]);
        expect(translations).toContain('i18n/en.json');
    });

    it('is accepted by the engine\'s parser, with the app\'s own id', async () => {
        const { info, files: scripts, languageContent } = await new AppPackageParser().unpackageApp(zip);

        expect(info).toMatchObject({ id: manifest.id, version: manifest.version, nameSlug: 'hf-teamflow' });
        expect(info.iconFileContent).toMatch(/^data:image\/png;base64,/);
        expect(Object.keys(scripts)).toEqual([manifest.classFile]);
        expect(Object.keys(languageContent)).toContain('en');
    });
});

describe('the bundle', () => {
    it('requires nothing that the engine\'s sandbox does not have', () => {
        const names = [...required(code)].map(String);

        expect(names).toContain('crypto');
        expect(names.filter((name) => !ALLOWED_MODULES.has(name) && !name.startsWith('@rocket.chat/apps-engine/'))).toEqual([]);
    });

    it('is refused when it would', async () => {
        await expect(bundle(inRoot('tests', 'scripts', 'fixtures', 'forbidden-module.ts'))).rejects.toThrow('fs/promises');
    });

    it('is refused when the engine would rewrite it', async () => {
        await expect(bundle(inRoot('tests', 'scripts', 'fixtures', 'rewritten-access.ts'))).rejects.toThrow('.usernames');
    });

    it('reads no environment, writes to no console and asks for no Deno', () => {
        expect(code).not.toMatch(/\bprocess\s*\.\s*(env|argv|exit|stdout)\b/);
        expect(code).not.toMatch(/\bconsole\s*\.\s*\w+\s*\(/);
        expect(code).not.toMatch(/\bDeno\s*\./);
    });

    it('holds nothing that looks like a token or a key', () => {
        expect(code).not.toMatch(/\bhf_[A-Za-z0-9]{16,}|api_org_[A-Za-z0-9]{16,}|Bearer [A-Za-z0-9._-]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/);
    });

    it('does not name the machine it was made on', () => {
        expect(code).not.toContain(inRoot());
    });
});
