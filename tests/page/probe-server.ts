import { request, type IncomingHttpHeaders } from 'node:http';
import { startHub, type HubServer } from '../../playground/hub/server';
import { startPage, type PageServer } from '../../playground/page/server/page-server';
import { startProbe, type Probe } from '../playground/host/probe';

export interface Reply {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
    json(): unknown;
}

export interface Ask {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Uint8Array;
}

/** The page's server over the probe app, without a browser: any path and any header can be sent to it. */
export class ProbeServer {
    private constructor(readonly probe: Probe, readonly hub: HubServer, readonly server: PageServer) {}

    static async start(): Promise<ProbeServer> {
        const probe = await startProbe();
        const hub = await startHub();
        return new ProbeServer(probe, hub, await startPage({ host: probe.host, hub, hubUrl: hub.url, port: 0 }));
    }

    /** Sends the path as it stands: `fetch` would tidy it up, and would not let a Host header through. */
    ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Reply> {
        const { hostname, port } = new URL(this.server.url);
        return new Promise((resolve, reject) => {
            const length = body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(body)) };
            const call = request({ hostname, port, path, method, headers: { ...length, ...headers }, agent: false }, (response) => {
                const chunks: Buffer[] = [];
                response.on('data', (chunk: Buffer) => chunks.push(chunk));
                response.on('error', reject);
                response.on('end', () => {
                    const text = Buffer.concat(chunks).toString();
                    resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) as unknown });
                });
            });
            call.on('error', reject);
            call.end(body);
        });
    }

    /** Calls a verb with the login of this user. */
    async call(user: string, verb: string, args: unknown): Promise<Reply> {
        return this.ask(`/api/v1/page/${verb}`, { method: 'POST', headers: { ...(await this.probe.host.credentials(user)) }, body: JSON.stringify(args) });
    }

    async upload(user: string, room: string, { name, type = '', bytes, threadId }: { name: string; type?: string; bytes: string; threadId?: string }): Promise<Reply> {
        const form = new FormData();
        form.set('file', new File([bytes], name, { type }));
        if (threadId !== undefined) {
            form.set('threadId', threadId);
        }
        const sent = new Request('http://form/', { method: 'POST', body: form });
        const headers = { ...(await this.probe.host.credentials(user)), 'content-type': sent.headers.get('content-type') ?? '' };
        return this.ask(`/api/v1/upload/${room}`, { method: 'POST', headers, body: new Uint8Array(await sent.arrayBuffer()) });
    }

    async stop(): Promise<void> {
        await this.server.stop();
        await this.probe.stop();
        await this.hub.stop();
    }
}
