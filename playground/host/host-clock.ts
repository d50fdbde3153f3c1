/** The time of a workspace: a source, and what was added to it by hand. */
export class HostClock {
    private added = 0;

    constructor(private readonly source: () => number) {}

    now = (): number => this.source() + this.added;

    advance(ms: number): void {
        this.added += ms;
    }
}
