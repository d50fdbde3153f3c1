import type { JobCtx } from '../../../context/job-ctx';
import type { Hub } from '../../../services/hub';
import type { ThingRepo, Watch } from '../../../services/workflows/watching';
import { closedUntil } from './fair-use';
import { concerns } from './poll-wish';

/** Somebody with whose eyes an account is looked at. */
export interface View {
    /** `public`, or a chat user's id. */
    readonly viewer: string;
    readonly hub: Hub;
}

export const PUBLIC = 'public';

/** Those who can be asked in one run: everybody, and the users who made the rules. */
export class Viewers {
    /** What everybody may see. The workspace's own account may see more: what is private in its answers is to be left out. */
    readonly public: View;
    readonly #views = new Map<string, Promise<View | undefined>>();

    constructor(private readonly job: JobCtx, private readonly watches: readonly Watch[]) {
        this.public = { viewer: PUBLIC, hub: job.workspaceHub };
    }

    /** A user who made a rule; undefined when they are gone, not signed in, or need what is left of their requests themselves. */
    of(userId: string): Promise<View | undefined> {
        const view = this.#views.get(userId) ?? this.#open(userId);
        this.#views.set(userId, view);
        return view;
    }

    /** One of those who watch the repository. */
    async for(repo: ThingRepo): Promise<View | undefined> {
        for (const maker of makersOf(this.watches.filter((watch) => concerns(watch, repo)))) {
            const view = await this.of(maker);
            if (view) {
                return view;
            }
        }
        return undefined;
    }

    async #open(userId: string): Promise<View | undefined> {
        const watch = this.watches.find(({ by }) => by === userId);
        const ctx = watch && (await this.job.as({ userId, roomId: watch.roomId }));
        const isOpen = ctx !== undefined && (await ctx.hub.identity()) !== undefined && (await closedUntil(ctx.hub)) === undefined;
        return isOpen ? { viewer: userId, hub: ctx.hub } : undefined;
    }
}

/** Those who made the rules, each once, in an order that stays. */
export const makersOf = (watches: readonly Watch[]): string[] => [...new Set(watches.map(({ by }) => by))].sort();

/** Those whose turn it is: `count` of them in their order, after `last` and around. */
export function inTurn(sorted: readonly string[], last: string | undefined, count: number): string[] {
    const start = sorted.findIndex((one) => last === undefined || one > last);
    const circle = start < 0 ? sorted : [...sorted.slice(start), ...sorted.slice(0, start)];
    return circle.slice(0, count);
}
