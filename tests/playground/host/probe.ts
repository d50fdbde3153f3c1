import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ZipFile } from 'yazl';
import type { Host, HostOptions } from '../../../playground/host/host-api';
import { startHost } from '../../../playground/host/start-host';
import type { HostEvent } from '../../../playground/host/workspace/events';
import { testKeys } from '../../helpers/workspace-keys';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');

/** Answer of the probe app: what the operation returned, or the message of what it threw. */
export interface Answer<T = unknown> {
    result?: T;
    error?: string;
}

export interface Sighting {
    kind: string;
    what: Record<string, unknown>;
}

/** Bundles the probe app and writes its package; answers the path. */
export async function packProbe(dir: string, change: { version?: string } = {}): Promise<string> {
    const bundle = await build({
        entryPoints: [join(FIXTURES, 'probe-app.ts')], bundle: true, write: false, format: 'cjs', platform: 'node', target: 'es2022',
        external: ['@rocket.chat/apps-engine/*'],
    });
    const manifest = JSON.parse(await readFile(join(FIXTURES, 'app.json'), 'utf8')) as Record<string, unknown>;
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(JSON.stringify({ ...manifest, ...change })), 'app.json');
    zip.addBuffer(Buffer.from(bundle.outputFiles[0]?.contents ?? []), 'ProbeApp.js');
    zip.end();
    const path = join(dir, `probe_${change.version ?? '1.0.0'}.zip`);
    await pipeline(zip.outputStream, createWriteStream(path));
    return path;
}

/** Tells the app to do something in its own process. */
export async function tell<T = unknown>(host: Pick<Host, 'endpointUrl'>, operation: string, argument: Record<string, unknown> = {}): Promise<Answer<T>> {
    const response = await fetch(await host.endpointUrl('run'), {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ operation, argument }),
    });
    const body = await response.text();
    if (!response.ok) {
        throw new Error(`${response.status} ${body}`);
    }
    return JSON.parse(body) as Answer<T>;
}

/** A workspace in a temporary folder with the probe app in it. */
export interface Probe {
    dir: string;
    zip: string;
    host: Host;
    /** Everything that clients were told so far. */
    events: HostEvent[];
    tell<T = unknown>(operation: string, argument?: Record<string, unknown>): Promise<Answer<T>>;
    /** What the app saw of one kind since its process started. */
    seen(kind: string): Promise<Array<Record<string, unknown>>>;
    stop(): Promise<void>;
}

export async function startProbe(options: Partial<HostOptions> = {}): Promise<Probe> {
    const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'host-test-')));
    const zip = options.zip ?? (await packProbe(dir));
    const host = await startHost({ jobPollMs: 0, ...(options.dir === undefined && { keys: testKeys() }), ...options, dir, zip });
    const events: HostEvent[] = [];
    host.on((event) => events.push(event));
    return {
        dir,
        zip,
        host,
        events,
        tell: (operation, argument) => tell(host, operation, argument),
        async seen(kind) {
            await host.idle();
            const { result = [] } = await tell<Sighting[]>(host, 'seen');
            return result.filter((sighting) => sighting.kind === kind).map((sighting) => sighting.what);
        },
        async stop() {
            await host.stop();
            await rm(dir, { recursive: true, force: true });
        },
    };
}
