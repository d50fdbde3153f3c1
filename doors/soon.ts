/** Rocket.Chat's client gives up on a click after five seconds and says so, although the answer may still come. */
const CLICK_ANSWERED_WITHIN_MS = 4000;

/** Waits for the work, but not longer than the client does: it then goes on by itself, and shows its result when it has one. */
export async function soon(work: Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLICK_ANSWERED_WITHIN_MS);
    });
    try {
        await Promise.race([work, patience]);
    } finally {
        clearTimeout(timer);
    }
}
