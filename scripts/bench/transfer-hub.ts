import { randomBytes } from 'node:crypto';
import { SparseBytes } from '../../playground/hub/bytes/sparse';
import { makeRepo } from '../../playground/hub/seed/repo';
import { startHub } from '../../playground/hub/server';
import type { TransferHub } from './figures';

const NO_LIMIT = 10_000_000;

/** A stand-in Hub in a process of its own, with one large file to download. It lives until nobody listens to its output any more. */
async function main({ fileBytes, parts }: { readonly fileBytes: number; readonly parts: boolean }): Promise<void> {
    const hub = await startHub({ rateLimit: { api: NO_LIMIT, resolvers: NO_LIMIT }, uploads: { multipartAbove: parts ? 0 : Number.MAX_SAFE_INTEGER } });
    hub.state.addRepo(makeRepo({ type: 'model', id: 'alice/transfers', files: [{ path: 'weights.bin', content: SparseBytes.of(randomBytes(fileBytes)) }], tags: [] }));
    const { url, routerUrl, endpointsUrl, viewerUrl } = hub;
    const addresses: TransferHub = { hub: url, router: routerUrl, endpoints: endpointsUrl, viewer: viewerUrl };
    process.stdout.write(`${JSON.stringify(addresses)}\n`);
    process.stdin.resume().on('end', () => void hub.stop());
}

await main(JSON.parse(process.argv[2] ?? '{}') as { fileBytes: number; parts: boolean });
