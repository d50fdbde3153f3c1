import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { afterAll, beforeAll } from 'vitest';

export interface Received {
    headers: Record<string, string | string[] | undefined>;
    body: unknown;
}

export interface Receiver {
    url: string;
    received: Received[];
    /** What it answers with; 0 closes the connection, -1 leaves it open without an answer. */
    status: number;
}

/** A place that webhooks are sent to. */
export function useReceiver(): Receiver {
    const receiver: Receiver = { url: '', received: [], status: 200 };
    const server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
            receiver.received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString()) as unknown });
            if (receiver.status === 0) {
                request.socket.destroy();
            } else if (receiver.status > 0) {
                response.writeHead(receiver.status, { Location: '/elsewhere' }).end();
            }
        });
    });
    beforeAll(async () => {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=in-the-address`;
    });
    afterAll(async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    });
    return receiver;
}
