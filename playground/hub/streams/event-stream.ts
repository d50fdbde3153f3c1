import type { Scheduler } from '../scheduler';

export interface ServerSentEvent {
    /** The stream's default kind when missing. */
    event?: string;
    data: unknown;
}

export interface Feed {
    send(event: ServerSentEvent): void;
    /** Ends the stream; what is sent afterwards is dropped. */
    end(): void;
}

const KEEP_ALIVE_S = 30;
/** A reader that is so many events behind has gone away without saying so. */
const MAX_UNREAD = 10_000;

const encode = ({ event, data }: ServerSentEvent): string => `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

/** Server-sent events: `everySecond` is called at once and then each second, until it ends the stream or the reader leaves. */
export function eventStream(scheduler: Scheduler, everySecond: (feed: Feed) => void): Response {
    const encoder = new TextEncoder();
    let stop = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
        start(controller) {
            let open = true;
            const write = (text: string): void => {
                if (open && (controller.desiredSize ?? 0) > -MAX_UNREAD) {
                    controller.enqueue(encoder.encode(text));
                } else {
                    feed.end();
                }
            };
            const feed: Feed = {
                send: (event) => write(encode(event)),
                end: () => {
                    if (open) {
                        open = false;
                        controller.close();
                    }
                },
            };
            const tick = (second: number): void => {
                everySecond(feed);
                if (second > 0 && second % KEEP_ALIVE_S === 0) {
                    write(': keep-alive\n\n');
                }
                stop = open ? scheduler.after(1000, () => tick(second + 1)) : stop;
            };
            tick(0);
        },
        cancel: () => stop(),
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' } });
}
