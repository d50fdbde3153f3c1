/** The time of a workspace: a source, and what was added to it by hand. */
export class HostClock {
    private added = 0;

    constructor(private readonly source: () => number) {}

    now = (): number => this.source() + this.added;

    /** Answers how far it is ahead of its source then, milliseconds. */
    advance(ms: number): number {
        this.added += ms;
        return this.added;
    }
}
