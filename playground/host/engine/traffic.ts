interface Incoming {
    handleIncomingMessage(message: { payload: { method: string } }): Promise<void>;
}

interface Outgoing {
    sendRequest(message: { method: string }, options?: { timeout: number }): Promise<unknown>;
}

/** Counts what goes over the pipe between host and app. */
export class Traffic {
    /** Requests of the app to the host: accessor and bridge calls. */
    roundTrips = 0;
    private inFlight = 0;
    private idleWaiters: Array<() => void> = [];

    watch(incoming: Incoming, outgoing: Outgoing): void {
        const handle = incoming.handleIncomingMessage.bind(incoming);
        incoming.handleIncomingMessage = (message) => {
            if (/^(accessor|bridges):/.test(message.payload.method)) {
                this.roundTrips += 1;
            }
            return handle(message);
        };
        const send = outgoing.sendRequest.bind(outgoing);
        outgoing.sendRequest = (message, options) => {
            this.inFlight += 1;
            return send(message, options).finally(() => this.settled());
        };
    }

    /** Resolves once the app has answered everything that it was asked. */
    async idle(): Promise<void> {
        // An event handler may be about to be called: let what is queued in this process go first.
        await new Promise((resolve) => setImmediate(resolve));
        if (this.inFlight > 0) {
            await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
            await this.idle();
        }
    }

    private settled(): void {
        this.inFlight -= 1;
        if (this.inFlight === 0) {
            const waiters = this.idleWaiters;
            this.idleWaiters = [];
            waiters.forEach((resolve) => resolve());
        }
    }
}
