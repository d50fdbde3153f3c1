import type { HubServer } from '../../../playground/hub/server';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { createHub, createHubShared, directCarrier, type Hub, type HubShared } from '../../../services/hub';
import { PauseFreeClock } from '../hub/fakes';

/** The Hub as a user of it, without anything kept from before unless `shared` is handed on. Pauses between retries cost no time. */
export function hubAs(server: HubServer, user: string, { shared = createHubShared(), now = Date.now() }: { shared?: HubShared; now?: number } = {}): Hub {
    const urls = { hub: server.url, router: server.routerUrl, endpoints: server.endpointsUrl, viewer: server.viewerUrl };
    return createHub({ carrier: directCarrier(fetch), shared, clock: new PauseFreeClock(now), urls, token: () => Promise.resolve({ token: fakeToken(user), id: user }) });
}

/** The newest commit of a model. */
export function headOf(server: HubServer, repo: string): string {
    const sha = server.state.findRepo('model', repo)?.branches.get('main');
    if (sha === undefined) {
        throw new Error(`There is no model ${repo}.`);
    }
    return sha;
}

/** Commits text files as alice; the sha of the commit. */
export function commit(server: HubServer, repo: string, files: Readonly<Record<string, string>>, title = 'Train again'): string {
    server.change({ kind: 'commit', repo: { type: 'model', id: repo }, title, author: 'alice', files: Object.entries(files).map(([path, content]) => ({ path, content })) });
    return headOf(server, repo);
}

/** A small safetensors file as text: heads below 128 bytes are the same in both. */
export function safetensors(dtype: 'F32' | 'F16', elements: number): string {
    const bytes = elements * (dtype === 'F32' ? 4 : 2);
    const header = JSON.stringify({ w: { dtype, shape: [elements], data_offsets: [0, bytes] } });
    return String.fromCharCode(header.length, 0, 0, 0, 0, 0, 0, 0) + header + '\0'.repeat(bytes);
}
