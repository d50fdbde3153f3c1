import type { Log } from '../../../context/ctx';
import { HubError, isPassing } from '../../../services/hub';
import type { Watch } from '../../../services/workflows/watching';
import type { Look } from './look';
import { wishOf } from './poll-wish';
import { type ListReading, readList } from './read-list';
import { inTurn, makersOf, type Viewers } from './viewers';

/** So many users lend their account to one look. */
const MAKERS = 2;

/** Users whose own eyes are needed: they watch an account, or a repository that not everybody may see. */
export const makersWithOwnEyes = (look: Look, watches: readonly Watch[]): string[] => makersOf(watches.filter((watch) => needsOwnEyes(look, watch)));

/** In so many looks each of them has lent their account once. */
export const looksForAll = (makers: readonly string[]): number => Math.ceil(makers.length / MAKERS);

/** Reads the lists again with the eyes of those whose turn it is after `last`. Returns who was the last. Throws HubError for what passes. */
export async function readAsMakers(look: Look, { viewers, watches, last, log, ...reading }: Omit<ListReading, 'view' | 'type'> & {
    readonly viewers: Viewers;
    readonly watches: readonly Watch[];
    readonly last: string | undefined;
    readonly log: Log;
}): Promise<string | undefined> {
    const makers = inTurn(makersWithOwnEyes(look, watches), last, MAKERS);
    for (const maker of makers) {
        const view = await viewers.of(maker);
        const { types } = wishOf(watches.filter((watch) => watch.by === maker && needsOwnEyes(look, watch)));
        for (const type of view ? types : []) {
            if (view && look.wish.types.has(type)) {
                await readList(look, { ...reading, view, type }).catch((error: unknown) => logRefusal(log, error));
            }
        }
    }
    return makers.at(-1) ?? last;
}

function needsOwnEyes(look: Look, { target }: Watch): boolean {
    const known = target.type === 'account' ? undefined : look.known(target);
    return !known || known.private || known.gone === true;
}

/** One account that Hugging Face refuses does not keep the others from being asked. */
function logRefusal(log: Log, error: unknown): void {
    if (isPassing(error) || !(error instanceof HubError)) {
        throw error;
    }
    log.error('An account could not be asked for what it sees', { kind: error.kind, status: error.status });
}
