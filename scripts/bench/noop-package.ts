import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../bundle';
import { writeZip } from '../make-package';
import { inRoot } from '../paths';

const MANIFEST = {
    id: '2b1f5d70-94c6-4b0e-8f3a-6f0f6a1e7c01',
    version: '1.0.0',
    requiredApiVersion: '^1.46.0',
    iconFile: 'icon.png',
    author: { name: 'bench', homepage: 'https://example.com', support: 'https://example.com' },
    name: 'No-op',
    nameSlug: 'noop',
    classFile: 'NoopApp.js',
    description: 'Does nothing',
    implements: ['IPostMessageReacted'],
};

/** Packages the app that does nothing; answers the path of its zip. */
export async function makeNoopPackage(folder: string): Promise<string> {
    const { code } = await bundle(inRoot('scripts', 'bench', 'noop-app', 'NoopApp.ts'));
    const path = join(folder, 'noop.zip');
    await writeZip(path, [
        ['app.json', Buffer.from(JSON.stringify(MANIFEST))],
        [MANIFEST.classFile, Buffer.from(code)],
        [MANIFEST.iconFile, await readFile(inRoot('icon.png'))],
    ]);
    return path;
}
