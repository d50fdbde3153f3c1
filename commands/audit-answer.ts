import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { listTrail, pageTo, type AuditQuery, type TrailPage } from '../flows/audit/list-trail';
import { THE_APP, type AuditRecord } from '../services/workflows/audit/record';
import { auditFileView, auditLine, auditView } from '../ui/audit-view';

/** A page of records, a line each. */
export async function auditAnswer(ctx: Ctx, query: AuditQuery): Promise<Answer> {
    return pageAnswer(ctx, query, await listTrail(ctx, query));
}

async function pageAnswer(ctx: Ctx, query: AuditQuery, { records, next, searchedTo }: TrailPage): Promise<Answer> {
    const names = await namesOf(ctx, records);
    const view = auditView(
        { records, names, next: next && JSON.stringify(next), searchedTo, all: ctx.user.roles.includes('admin'), filtered: isFiltered(query) },
        { lang: ctx.lang, hubUrl: ctx.settings.hubUrl },
    );
    return answer(view, { records: records.map((record) => ({ ...record, username: names.get(record.by) ?? null })), hasMore: next !== undefined });
}

/** Records as JSON lines; the file ends early where a client could not bear more. */
export async function auditFileAnswer(ctx: Ctx, query: AuditQuery): Promise<Answer> {
    const page = shortened(await listTrail(ctx, query), query);
    if (page.records.length === 0) {
        return pageAnswer(ctx, query, page);
    }
    return answer(auditFileView({ lines: page.records.map(auditLine), next: page.next && JSON.stringify(page.next) }, ctx.lang));
}

/** Characters. */
const MAX_FILE = 500_000;

function shortened(page: TrailPage, query: AuditQuery): TrailPage {
    let left = MAX_FILE;
    const fitting = page.records.filter((record, index) => {
        left -= auditLine(record).length;
        return left >= 0 || index === 0;
    });
    return fitting.length === page.records.length ? page : pageTo(fitting, query);
}

const isFiltered = ({ since, model, user, environment }: AuditQuery): boolean => [since, model, user, environment].some((filter) => filter !== undefined);

/** Each person is asked for once; somebody who is gone has no name any more. */
async function namesOf({ user, workspace }: Ctx, records: readonly AuditRecord[]): Promise<Map<string, string>> {
    const names = new Map([[user.id, user.username]]);
    const ids = new Set(records.map(({ by }) => by).filter((id) => id !== THE_APP && id !== user.id));
    await Promise.all([...ids].map(async (id) => {
        const person = await workspace.userById(id);
        if (person) {
            names.set(id, person.username);
        }
    }));
    return names;
}
