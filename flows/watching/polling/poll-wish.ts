import type { ThingRepo, Watch, WatchEvent } from '../../../services/workflows/watching';

/** What rooms want to know of an account's repositories, as far as looking at them tells. */
export interface PollWish {
    /** The lists that are needed. */
    readonly types: ReadonlySet<ThingRepo['type']>;
    /** These lists are wanted as a whole, for whoever watches the account. */
    readonly whole: ReadonlySet<ThingRepo['type']>;
    /** Repositories that are watched themselves, by `repoKey`. */
    readonly targets: ReadonlyMap<string, ThingRepo>;
}

const LIST_EVENTS: readonly WatchEvent[] = ['repo-updated', 'repo-changed'];
const DISCUSSION_EVENTS: readonly WatchEvent[] = ['discussion-created', 'pr-opened', 'pr-closed', 'comment'];
const ALL_TYPES: readonly ThingRepo['type'][] = ['model', 'dataset', 'space'];

/** Names of repositories differ by more than letter case. */
export const repoKey = ({ type, id }: ThingRepo): string => `${type}/${id.toLowerCase()}`;

const wants = (watch: Watch, events: readonly WatchEvent[]): boolean => events.some((event) => watch.modes[event] !== 'off');

/** Hugging Face tells nobody of a Space's stage: those who watch it are served by polling alone. */
export const watchesStages = (watch: Watch): boolean => ['account', 'space'].includes(watch.target.type) && wants(watch, ['space-status-updated']);
export const watchesDiscussions = (watch: Watch): boolean => wants(watch, DISCUSSION_EVENTS);
export const watchesLineage = (watch: Watch): boolean => wants(watch, ['lineage']);
/** Whether the account's lists are needed for it. */
export const isPolled = (watch: Watch): boolean => wants(watch, [...LIST_EVENTS, ...DISCUSSION_EVENTS]) || watchesStages(watch);

/** `types`: no others are looked at. */
export function wishOf(watches: readonly Watch[], types: readonly ThingRepo['type'][] = ALL_TYPES): PollWish {
    const wished = new Set<ThingRepo['type']>();
    const whole = new Set<ThingRepo['type']>();
    const targets = new Map<string, ThingRepo>();
    for (const { target } of watches) {
        if (target.type === 'account') {
            types.forEach((type) => whole.add(type));
        } else if (types.includes(target.type)) {
            wished.add(target.type);
            targets.set(repoKey(target), target);
        }
    }
    return { types: new Set([...whole, ...wished]), whole, targets };
}

/** Whether it is about this repository of its account. */
export const concerns = ({ target }: Watch, repo: ThingRepo): boolean => target.type === 'account' || repoKey(target) === repoKey(repo);

/** The account's name as people spell it: Hugging Face may tell letter case apart. */
export function spellingOf(watches: readonly Watch[]): string {
    const names = watches.map(({ target }) => (target.type === 'account' ? target.name : (target.id.split('/')[0] ?? target.id)));
    return names.sort()[0] ?? '';
}
