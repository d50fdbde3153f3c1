import type { AppPackage } from '../make-package';
import type { Manifest } from '../manifest';
import { explainPermissions } from '../permissions';
import { DeployError, UsageError } from './deploy-error';
import { engineSupport, firstSupportedRelease } from './engine-version';
import { EXIT, type DeployOptions, type ExitStatus } from './options';
import { RestClient, type Timeouts } from './rest-client';
import { RocketChat, type InstalledApp } from './rocket-chat';
import { verdictOn } from './verdict';

/** What a deployment needs from its surroundings. */
export interface Surroundings {
    readonly manifest: Manifest;
    readonly makePackage: () => Promise<Pick<AppPackage, 'path' | 'bytes'>>;
    readonly print: (line: string) => void;
    /** Asks the person at the terminal; undefined when there is none. */
    readonly confirm: ((question: string) => Promise<boolean>) | undefined;
    /** Resolves after that many milliseconds. */
    readonly wait: (milliseconds: number) => Promise<void>;
    readonly timeouts?: Timeouts;
}

/** Packages, checks, asks, uploads and looks at what became of it. Throws DeployError. */
export async function deployApp(options: DeployOptions, around: Surroundings): Promise<ExitStatus> {
    const zip = await around.makePackage();
    around.print(`Packaged ${zip.path} (${(zip.bytes / 1024).toFixed(1)} KiB).`);
    const server = new RocketChat(new RestClient({ ...options, ...(around.timeouts && { timeouts: around.timeouts }) }));
    const before = await inspect(server, options, around);
    showPermissions(around);
    if (options.dryRun) {
        around.print(`Dry run: nothing was uploaded. Without --dry-run this would ${before ? 'update' : 'install'} the app.`);
        return EXIT.done;
    }
    await askConsent(options, around);
    const uploaded = await server.upload({ path: zip.path, permissions: around.manifest.permissions, updates: before?.id });
    const after = await settledApp(server, uploaded, around);
    return conclude(after, before, around);
}

/** The checks that need no upload. Returns the app as it is installed now. */
async function inspect(server: RocketChat, { url }: DeployOptions, { manifest, print }: Surroundings): Promise<InstalledApp | undefined> {
    const version = await server.version();
    const range = manifest.requiredApiVersion;
    const support = engineSupport(version, range);
    if (support === 'no') {
        throw new DeployError(`Rocket.Chat ${version} is too old: the app needs the Apps-Engine ${range}.`, `Update the server to ${firstSupportedRelease(range)} or newer.`);
    }
    print(`${url} runs Rocket.Chat ${version}${support === 'unknown' ? ', whose Apps-Engine may be too old; the server will tell' : ''}.`);
    const username = await server.username();
    const before = await server.findApp(manifest.id);
    print(`Signed in as ${username}. ${before ? `Installed now: ${before.version} (${before.status}).` : 'The app is not installed yet.'}`);
    return before;
}

function showPermissions({ manifest, print }: Surroundings): void {
    print(`${manifest.name} ${manifest.version} asks for these permissions:`);
    for (const { name, why } of explainPermissions(manifest.permissions)) {
        print(`  ${name.padEnd(20)} ${why}`);
    }
}

async function askConsent({ yes }: DeployOptions, { confirm }: Surroundings): Promise<void> {
    if (yes) {
        return;
    }
    if (!confirm) {
        throw new UsageError('Nobody is at the terminal to grant these permissions. Nothing was uploaded.', 'Grant them by --yes.');
    }
    if (!(await confirm('Grant them and go on? [y/N] '))) {
        throw new DeployError('The permissions were not granted. Nothing was uploaded.');
    }
}

/** Behind a load balancer another server may answer, which learns of the upload a moment later. */
const LOOKS = 5;
const PAUSE_MS = 2_000;

async function settledApp(server: RocketChat, uploaded: InstalledApp, { wait }: Surroundings): Promise<InstalledApp> {
    let found: InstalledApp | undefined;
    for (let look = 0; look < LOOKS; look++) {
        if (look > 0) {
            await wait(PAUSE_MS);
        }
        found = await server.findApp(uploaded.id);
        if (found?.version === uploaded.version && found.status === uploaded.status) {
            break;
        }
    }
    if (found?.version !== uploaded.version) {
        throw new DeployError(`The server took the upload, but has ${found?.version ?? 'no app'} instead of ${uploaded.version}.`, 'With several servers, look at the app\'s status on each of them.');
    }
    return found;
}

function conclude(after: InstalledApp, before: InstalledApp | undefined, { print }: Surroundings): ExitStatus {
    const verdict = verdictOn(after, before);
    print(verdict.message);
    if (verdict.remedy !== undefined) {
        print(verdict.remedy);
    }
    return verdict.runs ? EXIT.done : EXIT.notEnabled;
}
