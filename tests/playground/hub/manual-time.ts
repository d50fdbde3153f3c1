import type { Scheduler } from '../../../playground/hub/scheduler';

/** A clock and timers that move only when a test says so. */
export class ManualTime {
    private waiting: { at: number; run: () => void }[] = [];

    constructor(public now = Date.UTC(2025, 5, 1, 12)) {}

    readonly clock = (): number => this.now;

    readonly scheduler: Scheduler = {
        after: (ms, run) => {
            const timer = { at: this.now + ms, run };
            this.waiting.push(timer);
            return () => {
                this.waiting = this.waiting.filter((other) => other !== timer);
            };
        },
        stop: () => {
            this.waiting = [];
        },
    };

    get pending(): number {
        return this.waiting.length;
    }

    /** Runs what falls due on the way, in its order. */
    advance(ms: number): void {
        const end = this.now + ms;
        for (;;) {
            const [next] = this.waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
            if (!next) {
                break;
            }
            this.waiting = this.waiting.filter((timer) => timer !== next);
            this.now = Math.max(this.now, next.at);
            next.run();
        }
        this.now = end;
    }
}
