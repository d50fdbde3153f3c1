import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { bundle, type Bundle } from './bundle';
import { inRoot } from './paths';

export interface AppPackage {
    readonly path: string;
    /** Size of the zip. */
    readonly bytes: number;
    /** Size of the one script in it. */
    readonly bundleBytes: number;
    readonly bytesBy: Bundle['bytesBy'];
}

/** The same bytes for the same sources: zip keeps times, so all get this one (the earliest that zip can hold). */
const EPOCH = new Date(Date.UTC(1980, 0, 1, 12));

interface AppManifest {
    readonly nameSlug: string;
    readonly version: string;
    readonly classFile: string;
    readonly iconFile: string;
}

/** Bundles the app and writes the zip that Rocket.Chat installs. It must hold exactly one script. */
export async function makePackage(folder = inRoot('dist')): Promise<AppPackage> {
    const manifestText = await readFile(inRoot('app.json'));
    const manifest = JSON.parse(manifestText.toString()) as AppManifest;
    const { code, bytesBy } = await bundle(inRoot(manifest.classFile.replace(/\.js$/, '.ts')));
    const files: ReadonlyArray<readonly [string, Buffer]> = [
        ['app.json', manifestText],
        [manifest.classFile, Buffer.from(code)],
        [manifest.iconFile, await readFile(inRoot(manifest.iconFile))],
        ...(await translations()),
    ];
    const path = join(folder, `${manifest.nameSlug}_${manifest.version}.zip`);
    await writeZip(path, files);
    return { path, bytes: (await stat(path)).size, bundleBytes: Buffer.byteLength(code), bytesBy };
}

/** Rocket.Chat calls Simplified Chinese `zh`; its other language codes are ours. */
const SERVER_NAMES: Readonly<Record<string, string>> = { 'zh-CN.json': 'zh.json' };

async function translations(): Promise<Array<readonly [string, Buffer]>> {
    const names = (await readdir(inRoot('i18n'))).filter((name) => name.endsWith('.json')).sort();
    return Promise.all(names.map(async (name) => [`i18n/${SERVER_NAMES[name] ?? name}`, await readFile(inRoot('i18n', name))] as const));
}

/** Writes a zip whose bytes depend on nothing but the files. */
export async function writeZip(path: string, files: ReadonlyArray<readonly [string, Buffer]>): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const zip = new ZipFile();
    for (const [name, content] of files) {
        zip.addBuffer(content, name, { mtime: EPOCH, mode: 0o100644 });
    }
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(path));
}
