import { logFailure } from '../../context/boundary';
import type { JobCtx } from '../../context/job-ctx';
import { HubError, isPassing } from '../../services/hub';
import { type Change, route, type Routed } from '../../services/workflows/watching';
import { type PersonName, personNames } from './persons';
import type { Reports } from './read-reports';
import type { NewsItem, Report } from './report';
import { showInRoom } from './show-in-room';
import { sinceOf, type WatchingRoom } from './watching-room';

/** No room's turn begins after this, milliseconds: a job may run for 30 s. */
const BUDGET_MS = 10_000;
/** How long something is tried to be shown in a room that does not take it: it may be archived or read-only. Milliseconds. */
const UNSHOWN_MS = 24 * 60 * 60_000;
/** Whoever has used up their requests is asked again after this time, where Hugging Face does not say when. Milliseconds. */
const LIMITED_MS = 5 * 60_000;

interface Service {
    readonly rooms: readonly WatchingRoom[];
    readonly reports: Reports;
}

/**
 * Shows every room its own, whatever happens in the others. Returns when to come again, milliseconds since 1970, undefined when all is
 * shown. Throws when a room did not take its messages, or HubError when Hugging Face did not answer somebody; the others were served.
 */
export async function serveRooms(job: JobCtx, change: Change, { rooms, reports }: Service): Promise<number | undefined> {
    const service = new RoomService(job, change, reports);
    const end = job.clock() + BUDGET_MS;
    // Whoever was served longest ago comes first, should there be no time for all.
    for (const room of [...rooms].sort((one, other) => (one.shown.card?.at ?? 0) - (other.shown.card?.at ?? 0))) {
        if (job.clock() > end) {
            return job.clock();
        }
        await service.serve(room);
    }
    return service.result();
}

class RoomService {
    private readonly looks: number[] = [];
    private silence: HubError | undefined;
    private refusals = 0;
    /** Looked up once for all rooms that see the same. */
    private readonly persons = new Map<Report, Promise<PersonName>>();

    constructor(
        private readonly job: JobCtx,
        private readonly change: Change,
        private readonly reports: Reports,
    ) {}

    async serve(room: WatchingRoom): Promise<void> {
        try {
            const report = await this.reports(room.watch);
            const look = report && (await this.show(room, report));
            this.looks.push(...(look === undefined ? [] : [look]));
        } catch (error) {
            this.unread(room, error);
        }
    }

    /** Whose requests are used up, or whose account is refused, is no news about Hugging Face. */
    private unread({ watch }: WatchingRoom, error: unknown): void {
        if (error instanceof HubError && error.kind === 'rate-limited') {
            this.looks.push(error.reopensAt ?? this.job.clock() + LIMITED_MS);
        } else if (isPassing(error)) {
            this.silence = error;
        } else {
            logFailure(this.job.log, error, watch.id);
            this.refusals += 1;
        }
    }

    result(): number | undefined {
        if (this.silence) {
            throw this.silence;
        }
        if (this.looks.length === 0 && this.refusals > 0) {
            throw new Error(`Rooms that did not take their news: ${this.refusals}.`);
        }
        return this.looks.length === 0 ? undefined : Math.min(...this.looks);
    }

    private async show(room: WatchingRoom, report: Report): Promise<number | undefined> {
        const { ctx, shown, watch } = room;
        const routed = this.routed(room, report);
        const news = routed?.items.filter(({ item }) => !shown.has(item)) ?? [];
        if (!routed || (news.length === 0 && !shown.card && shown.unfinished.length === 0)) {
            return undefined;
        }
        try {
            return await showInRoom({ ctx, change: this.change, report, routed, shown, person: await this.personsOf(room, report) });
        } catch (error) {
            logFailure(this.job.log, error, watch.id);
            this.refusals += news.some(({ item }) => item.at > ctx.clock() - UNSHOWN_MS) ? 1 : 0;
            return undefined;
        }
    }

    private routed(room: WatchingRoom, report: Report): Routed<NewsItem> | undefined {
        const { watch, ctx } = room;
        const items = report.items.filter(({ at }) => at >= sinceOf(room));
        return route([watch], this.change, items, { private: report.private, publicRooms: new Set(ctx.room.public ? [watch.roomId] : []), now: ctx.clock() })[0];
    }

    private personsOf({ ctx }: WatchingRoom, report: Report): Promise<PersonName> {
        const looking = this.persons.get(report) ?? personNames(ctx, report.items.flatMap(({ author }) => author ?? []));
        this.persons.set(report, looking);
        return looking;
    }
}
