import { expect, it } from 'vitest';
import { ProgressNote } from '../../../flows/push/progress-note';
import { ManualClock } from '../../helpers/persistence-deps';

/** Edits end when `end` is called. */
function noted({ failing = false } = {}) {
    const clock = new ManualClock();
    const logged: string[] = [];
    const edits: number[] = [];
    const ends: (() => void)[] = [];
    const edit = (done: number): Promise<void> => new Promise((resolve, reject) => {
        edits.push(done);
        ends.push(failing ? () => reject(new Error('no')) : resolve);
    });
    const note = new ProgressNote({ clock: clock.now, log: { info: (text) => void logged.push(text), error: () => undefined } }, edit);
    return { clock, edits, logged, note, end: () => ends.shift()?.() };
}

it('edits at most once a second, one edit after the other, and waits for the last one', async () => {
    const { clock, edits, note, end } = noted();
    note.note(1);
    clock.advance(1000);
    note.note(2);
    clock.advance(5000);
    note.note(3);
    expect(edits).toEqual([2]);
    end();
    await note.settle();
    note.note(4);
    clock.advance(1000);
    note.note(5);
    expect(edits).toEqual([2, 5]);
    end();
    await note.settle();
});

it('goes on when an edit fails', async () => {
    const { clock, edits, logged, note, end } = noted({ failing: true });
    for (const done of [1, 2]) {
        clock.advance(1000);
        note.note(done);
        end();
        await note.settle();
    }
    expect(edits).toEqual([1, 2]);
    expect(logged).toHaveLength(2);
});
