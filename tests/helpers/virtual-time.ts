/** Time that passes only when everything that runs is waiting for it. */
export class VirtualTime {
    public now = 0;
    private sleepers: { readonly at: number; readonly wake: () => void }[] = [];

    public sleep(milliseconds: number): Promise<void> {
        return new Promise((wake) => {
            this.sleepers.push({ at: this.now + milliseconds, wake });
        });
    }

    /** Runs until `work` is done. */
    public async run<T>(work: Promise<T>): Promise<T> {
        let finished = false;
        const result = work.finally(() => {
            finished = true;
        });
        await reactionsDone();
        while (!finished) {
            this.wakeNext();
            await reactionsDone();
        }
        return result;
    }

    private wakeNext(): void {
        const [next] = this.sleepers.sort((a, b) => a.at - b.at);
        if (!next) {
            throw new Error('Everything waits and nobody sleeps.');
        }
        this.sleepers.shift();
        this.now = next.at;
        next.wake();
    }
}

/** Resolves when all promise reactions that are due have run. */
function reactionsDone(): Promise<void> {
    return new Promise((resolve) => {
        setImmediate(resolve);
    });
}
