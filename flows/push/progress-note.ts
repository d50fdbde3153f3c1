import type { Ctx } from '../../context/ctx';

/** Rocket.Chat's clients draw a message anew with every edit. Milliseconds. */
const EDIT_EVERY_MS = 1000;

/** Edits a message at most once a second, never twice at a time, and drops what comes in between: only the newest counts. */
export class ProgressNote {
    private editing: Promise<void> | undefined;
    private next: number;

    constructor(private readonly ctx: Pick<Ctx, 'clock' | 'log'>, private readonly edit: (done: number) => Promise<unknown>) {
        this.next = ctx.clock() + EDIT_EVERY_MS;
    }

    /** Does not wait: whoever is at work goes on. */
    note(done: number): void {
        if (this.editing !== undefined || this.ctx.clock() < this.next) {
            return;
        }
        this.editing = this.edit(done).then(
            () => this.rest(),
            () => {
                // What is shown on the way matters less than what is done.
                this.ctx.log.info('Progress could not be shown');
                this.rest();
            },
        );
    }

    /** To be awaited before anything else is put into the message. */
    async settle(): Promise<void> {
        await this.editing;
    }

    private rest(): void {
        this.editing = undefined;
        this.next = this.ctx.clock() + EDIT_EVERY_MS;
    }
}
