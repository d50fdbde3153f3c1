import type { HostEvent } from '../../host/workspace/events';

interface Listener {
    /** The stream is open: what was missed in between has to be asked for. */
    ready(): void;
    event(event: HostEvent): void;
    lost(): void;
    /** The login is nobody's (any more). */
    refused(): void;
}

/** The server's code for it, see ../server/live.ts. */
const NOT_LOGGED_IN = 4401;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

/** Keeps the stream of events open, with longer and longer pauses between attempts. Answers a function that ends it. */
export function listen(hello: string, listener: Listener): () => void {
    let socket: WebSocket | undefined;
    let timer: number | undefined;
    let pause = FIRST_RETRY_MS;
    const connect = (): void => {
        socket = new WebSocket(`ws://${window.location.host}/websocket`);
        socket.onopen = () => socket?.send(hello);
        socket.onmessage = ({ data }) => {
            const event = JSON.parse(String(data)) as HostEvent | { type: 'ready' };
            if (event.type === 'ready') {
                pause = FIRST_RETRY_MS;
                listener.ready();
            } else {
                listener.event(event);
            }
        };
        socket.onclose = ({ code }) => {
            if (code === NOT_LOGGED_IN) {
                listener.refused();
                return;
            }
            listener.lost();
            timer = window.setTimeout(connect, pause);
            pause = Math.min(pause * 2, LONGEST_RETRY_MS);
        };
    };
    connect();
    return () => {
        window.clearTimeout(timer);
        if (socket) {
            socket.onclose = null;
            socket.close();
        }
    };
}
