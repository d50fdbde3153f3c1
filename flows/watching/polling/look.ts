import type { RepoHead } from '../../../services/hub';
import type { ThingRepo } from '../../../services/workflows/watching';
import { compare, type Finding, newestOf, seen } from './compare';
import type { PollState, SeenRepo, Sweep } from './poll-state';
import { type PollWish, repoKey } from './poll-wish';

export type RepoType = ThingRepo['type'];

/** What is to be told of a repository, and what was known of it before. */
export interface Told {
    readonly repo: ThingRepo;
    readonly before: SeenRepo | undefined;
    readonly findings: readonly Finding[];
}

/** So many repositories of an account are kept in mind besides those that are watched by name. */
const KEPT = 1_000;

const markKey = (viewer: string, type: RepoType): string => `${type} ${viewer}`;

/** One look at an account: what was seen before, what is seen now, and what there is to tell of the difference. Writes nothing. */
export class Look {
    readonly #told: Told[] = [];
    readonly #repos: Map<string, SeenRepo>;
    readonly #marks: Map<string, PollState['marks'][number]>;
    readonly #sweeps: Map<RepoType, Sweep>;
    readonly #counts: Map<RepoType, number>;
    readonly #complete = new Map<RepoType, number>();

    constructor(private readonly before: PollState, readonly wish: PollWish) {
        this.#repos = new Map(before.repos.map((repo) => [repoKey(repo), repo]));
        this.#marks = new Map(before.marks.map((mark) => [markKey(mark.viewer, mark.type), mark]));
        this.#sweeps = new Map(before.sweeps.map((sweep) => [sweep.type, sweep]));
        this.#counts = new Map(before.looks.map(({ type, count }) => [type, count]));
        wish.types.forEach((type) => this.#counts.set(type, this.count(type) + 1));
    }

    get told(): readonly Told[] {
        return this.#told;
    }

    get repos(): readonly SeenRepo[] {
        return [...this.#repos.values()];
    }

    /** Those that this look itself has seen. */
    get seenNow(): readonly SeenRepo[] {
        return this.repos.filter(({ type, look, gone }) => !gone && this.wish.types.has(type) && look === this.count(type));
    }

    known(repo: ThingRepo): SeenRepo | undefined {
        return this.#repos.get(repoKey(repo));
    }

    /** The number of this look at a type. */
    count(type: RepoType): number {
        return this.#counts.get(type) ?? 0;
    }

    /** The newest date in this list when it was read before. */
    newest(viewer: string, type: RepoType): string | undefined {
        return this.#marks.get(markKey(viewer, type))?.newest;
    }

    /** The top of a list was read, down to what was there before. */
    mark(viewer: string, type: RepoType, heads: readonly RepoHead[]): void {
        this.#marks.set(markKey(viewer, type), { viewer, type, newest: newestOf(heads, this.newest(viewer, type)) });
    }

    sweep(type: RepoType): Sweep | undefined {
        return this.#sweeps.get(type);
    }

    putSweep(sweep: Sweep): void {
        this.#sweeps.set(sweep.type, sweep);
    }

    /** What everybody may see of a type was read to its end: whatever is there was seen in this look or a later one. */
    complete(type: RepoType, look: number): void {
        this.#complete.set(type, look);
    }

    completeSince(type: RepoType): number | undefined {
        return this.#complete.get(type);
    }

    /** Takes in a part of a list. `newest`: of the list when it was read before. */
    see(type: RepoType, heads: readonly RepoHead[], newest: string | undefined): void {
        const whole = this.wish.whole.has(type);
        for (const head of heads) {
            const repo = { type, id: head.id };
            if (whole || this.wish.targets.has(repoKey(repo))) {
                const before = this.known(repo);
                const now = seen(type, head, this.count(type));
                this.#put(now, before, compare(before, head, now, { newest, whole }));
            }
        }
    }

    /** It is there, as before. */
    keep(repo: SeenRepo): void {
        this.#repos.set(repoKey(repo), { ...repo, look: this.count(repo.type) });
    }

    /** It is not there under this name. Nothing is told of one that was never seen. */
    end(repo: ThingRepo, to?: string): void {
        const before = this.known(repo);
        const hfId = before?.hfId ?? repo.id;
        const ending: Finding = to === undefined ? { kind: 'deleted', hfId, private: before?.private ?? true } : { kind: 'moved', hfId, to };
        this.#put({ private: false, ...before, type: repo.type, id: repo.id, hfId, look: this.count(repo.type), gone: true }, before, before ? [ending] : []);
    }

    /**
     * What is kept of this look when no more than the first `count` of `told` were told: what was not is found again by the next one.
     * `wish`: all that is wanted, of which this look may have been a part.
     */
    kept(count: number, wish: PollWish): Pick<PollState, 'repos' | 'marks' | 'sweeps' | 'looks'> {
        const repos = new Map(this.#repos);
        for (const { repo, before } of this.#told.slice(count).reverse()) {
            repos.delete(repoKey(repo));
            if (before) {
                repos.set(repoKey(repo), before);
            }
        }
        const isNamed = (repo: SeenRepo): boolean => wish.targets.has(repoKey(repo));
        const named = [...repos.values()].filter(isNamed);
        const others = [...repos.values()].filter((repo) => !isNamed(repo) && !repo.gone && wish.whole.has(repo.type)).sort((a, b) => b.look - a.look).slice(0, KEPT);
        const marks = count < this.#told.length ? this.before.marks : [...this.#marks.values()];
        return { repos: [...named, ...others], marks, sweeps: [...this.#sweeps.values()], looks: [...this.#counts].map(([type, number]) => ({ type, count: number })) };
    }

    #put(now: SeenRepo, before: SeenRepo | undefined, findings: readonly Finding[]): void {
        this.#repos.set(repoKey(now), now);
        if (findings.length > 0) {
            this.#told.push({ repo: { type: now.type, id: now.id }, before, findings });
        }
    }
}
