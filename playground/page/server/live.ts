import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Host } from '../../host/host-api';

/** Answers whether a request may talk to this server at all. */
export type Admits = (request: IncomingMessage) => boolean;

/** A client that does not say who it is in this time is sent away; a browser that was busy comes again. */
const LOGIN_MS = 10_000;
const NO_LOGIN_YET = 4408;

/** A client that does not answer the goodbye in this time is cut off. */
const GOODBYE_MS = 500;

const hello = z.object({ 'X-User-Id': z.string(), 'X-Auth-Token': z.string() });

/**
 * The stream of events at `/websocket`. A client's first message is its login; from then on it gets what its user may
 * know. It sends nothing else. A web socket, because a browser opens only six streams of any other kind to one server.
 */
export function serveLive(server: Server, host: Host, admits: Admits): { stop(): void } {
    const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        // A client that is gone already is no reason to stop.
        socket.on('error', () => socket.destroy());
        if (request.url !== '/websocket' || !admits(request)) {
            socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
            return;
        }
        sockets.handleUpgrade(request, socket, head, (client) => welcome(client, host));
    });
    return {
        stop() {
            sockets.clients.forEach((client) => {
                client.close(1001, 'The playground is stopping');
                setTimeout(() => client.terminate(), GOODBYE_MS).unref();
            });
            sockets.close();
        },
    };
}

function welcome(client: WebSocket, host: Host): void {
    const patience = setTimeout(() => client.close(NO_LOGIN_YET, 'No login'), LOGIN_MS);
    let stopListening = (): void => undefined;
    client.on('error', () => client.terminate());
    client.on('close', () => {
        clearTimeout(patience);
        stopListening();
    });
    client.once('message', (data) => {
        clearTimeout(patience);
        login(data, host).then((user) => {
            if (!user) {
                client.close(4401, 'Not logged in');
            } else if (client.readyState === client.OPEN) {
                stopListening = host.listen(user.username, (event) => client.send(JSON.stringify(event)));
                client.send(JSON.stringify({ type: 'ready' }));
            }
        }).catch(() => client.close(1011, 'The server failed'));
    });
}

async function login(data: RawData, host: Host): ReturnType<Host['login']> {
    let message: unknown;
    try {
        message = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
    } catch (error) {
        if (error instanceof SyntaxError) {
            return undefined;
        }
        throw error;
    }
    const headers = hello.safeParse(message);
    return headers.success ? host.login(headers.data) : undefined;
}
