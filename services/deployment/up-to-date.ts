import { HubError, type Fetched } from '../hub';

/** For what may change while a commit stays: an expired copy, kept from when the Hub last answered, says nothing about now. */
export async function upToDate<T>(work: Promise<Fetched<T>>): Promise<Fetched<T>> {
    const answer = await work;
    if (answer.stale) {
        throw new HubError({ kind: 'unreachable', target: 'an answer that has expired' });
    }
    return answer;
}
