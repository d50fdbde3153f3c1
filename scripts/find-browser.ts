import { spawnSync } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'];

/** Without these Chromium looks for hosts of its own, which a closed network refuses one by one. */
export const BROWSER_FLAGS = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Path of a Chromium: the machine's own, else for Linux on x64 the one that comes with npm, unpacked by the first call; undefined where neither runs. */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
    const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
    const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE];
    for (const path of candidates) {
        if (await isExecutable(path)) {
            return path;
        }
    }
    if (platform() !== 'linux' || arch() !== 'x64') {
        return undefined;
    }
    const { default: shipped } = await import('@sparticuz/chromium');
    const path = await shipped.executablePath();
    // It brings no system libraries along; a bare machine may lack one.
    return spawnSync(path, ['--version']).status === 0 ? path : undefined;
}

async function isExecutable(path: string): Promise<boolean> {
    try {
        await access(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
