export interface StreamedEvent {
    event?: string;
    data: unknown;
}

export interface OpenStream {
    /** Everything up to the end of the stream. */
    untilEnd(): Promise<StreamedEvent[]>;
    /** The first events, without waiting for an end. */
    first(count: number): Promise<StreamedEvent[]>;
    /** How many comment lines have come. */
    comments(): number;
    leave(): Promise<void>;
}

function parse(block: string): StreamedEvent[] {
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const event = field('event');
    const data = field('data');
    return data === undefined ? [] : [{ ...(event !== undefined && { event }), data: JSON.parse(data) as unknown }];
}

/** Reads server-sent events. */
export async function openStream(url: string, init: RequestInit = {}): Promise<OpenStream> {
    const response = await fetch(url, init);
    if (!response.ok || !response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw new Error(`${url} is no event stream: ${response.status} ${await response.text()}`);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const blocks = (): string[] => text.split('\n\n').slice(0, -1);
    const events = (): StreamedEvent[] => blocks().flatMap(parse);
    const more = async (): Promise<boolean> => {
        const { done, value } = await reader.read();
        text += value ?? '';
        return !done;
    };
    return {
        async untilEnd() {
            while (await more());
            return events();
        },
        async first(count) {
            while (events().length < count && await more());
            return events().slice(0, count);
        },
        comments: () => blocks().filter((block) => block.startsWith(':')).length,
        leave: () => reader.cancel(),
    };
}
