/** Runs things later. Tests hand in one that they move themselves. */
export interface Scheduler {
    /** Calls `run` once after `ms` milliseconds, unless what it returns is called before. */
    after(ms: number, run: () => void): () => void;
    /** Drops everything that is still to come. */
    stop(): void;
}

/** Real timers, none of which keeps the process alive. */
export function timerScheduler(): Scheduler {
    const timers = new Set<NodeJS.Timeout>();
    return {
        after(ms, run) {
            const timer = setTimeout(() => {
                timers.delete(timer);
                run();
            }, ms).unref();
            timers.add(timer);
            return () => {
                clearTimeout(timer);
                timers.delete(timer);
            };
        },
        stop() {
            timers.forEach((timer) => clearTimeout(timer));
            timers.clear();
        },
    };
}
