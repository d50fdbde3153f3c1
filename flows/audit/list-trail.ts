import * as z from 'zod/mini';
import type { Ctx } from '../../context/ctx';
import { dayOf } from '../../persistence';
import { canonicalJson } from '../../services/workflows/audit/canonical-json';
import { auditRecord, type AuditRecord } from '../../services/workflows/audit/record';
import { recordedDays } from './recorded-days';

/** The largest number of records that is listed at a time. */
export const MAX_RECORDS = 1000;

/** Milliseconds since 1970, no further than JavaScript's calendar goes. */
const time = z.number().check(z.minimum(0), z.maximum(8.64e15));
const word = z.optional(z.string().check(z.maxLength(200)));

/** Which records are asked for. It comes back from a client with the button for the next page, and decides only what its sender sees. */
export const auditQuery = z.object({
    since: z.optional(time),
    /** `owner/name`, or a name under any owner. */
    model: word,
    /** A user id. */
    user: word,
    environment: word,
    limit: z.int().check(z.minimum(1), z.maximum(MAX_RECORDS)),
    /** What comes before this one, where the last page ended. */
    before: z.optional(z.object({ at: time, id: z.string() })),
});

export type AuditQuery = z.infer<typeof auditQuery>;

export interface TrailPage {
    /** Newest first. */
    readonly records: readonly AuditRecord[];
    /** Undefined when there are no more. */
    readonly next?: AuditQuery;
    /** The page ends because enough days were read without filling it: this was the last of them. */
    readonly searchedTo?: string;
}

/** So many days with records are read for one page. */
const MAX_DAYS = 31;

type Reader = Pick<Ctx, 'user' | 'stores' | 'workspace'>;

/** A page of the records that the caller may see: admins all, others their own and those of rooms that they may read. */
export async function listTrail(ctx: Reader, query: AuditQuery): Promise<TrailPage> {
    const days = await daysOf(ctx, query);
    const isVisible = visibility(ctx);
    const found = new Map<string, AuditRecord>();
    for (const day of days.slice(0, MAX_DAYS)) {
        for (const record of await matching(ctx, day, query)) {
            if (found.has(content(record)) || !(await isVisible(record))) {
                continue;
            }
            if (found.size === query.limit) {
                return pageTo([...found.values()], query);
            }
            found.set(content(record), record);
        }
    }
    const searchedTo = days.length > MAX_DAYS ? days[MAX_DAYS - 1] : undefined;
    return { records: [...found.values()], ...(searchedTo !== undefined && { searchedTo, next: { ...query, before: { at: Date.parse(searchedTo), id: '' } } }) };
}

/** A page that ends with the last of these, though there are more. */
export function pageTo(records: readonly AuditRecord[], query: AuditQuery): TrailPage {
    const last = records.at(-1);
    return { records, next: { ...query, ...(last && { before: { at: last.at, id: last.id } }) } };
}

/** What was recorded twice differs in its time alone. */
const content = (record: AuditRecord): string => canonicalJson({ ...record, at: 0 });

/** Newest first. */
async function daysOf({ stores }: Reader, { since, before }: AuditQuery): Promise<string[]> {
    const days = await recordedDays(stores.audit, await stores.audit.waiting());
    return days.filter((day) => (since === undefined || day >= dayOf(since)) && (before === undefined || day <= dayOf(before.at))).reverse();
}

/** Newest first. Records that another version wrote are left out. */
async function matching({ stores }: Reader, day: string, query: AuditQuery): Promise<AuditRecord[]> {
    const records = (await stores.audit.records(day)).flatMap(({ record }) => auditRecord.safeParse(record).data ?? []);
    return records.filter((record) => matches(record, query)).sort((a, b) => (isBefore(a, b) ? 1 : -1));
}

function matches(record: AuditRecord, { since = 0, before, model, user, environment }: AuditQuery): boolean {
    return (
        record.at >= since &&
        (before === undefined || isBefore(record, before)) &&
        (model === undefined || isModel(record.subject.toLowerCase(), model.toLowerCase())) &&
        (user === undefined || record.by === user) &&
        (environment === undefined || record.details?.['environment'] === environment || (record.what.startsWith('env.') && record.subject === environment))
    );
}

const isModel = (subject: string, model: string): boolean => subject === model || subject.endsWith(`/${model}`);

const isBefore = (a: Pick<AuditRecord, 'at' | 'id'>, b: Pick<AuditRecord, 'at' | 'id'>): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);

/** Each room is asked for once. */
function visibility({ user, workspace }: Reader): (record: AuditRecord) => Promise<boolean> {
    const rooms = new Map<string, Promise<boolean>>();
    const mayRead = (roomId: string): Promise<boolean> => {
        const asked = rooms.get(roomId) ?? workspace.mayRead(roomId);
        rooms.set(roomId, asked);
        return asked;
    };
    return async ({ by, roomId }) => user.roles.includes('admin') || by === user.id || (roomId !== undefined && (await mayRead(roomId)));
}
