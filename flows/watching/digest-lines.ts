import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { parseChangeKey, route, type ThingRepo, type Watch } from '../../services/workflows/watching';
import { DIGEST_LINES } from '../../ui/digest-view';
import type { Waiting } from './digest-list';
import { readForAll } from './read-reports';
import type { Readers } from './readers';
import { watchesOfRoom } from './watches';

/** So many repositories are asked for at most. */
const MAX_ASKED = 30;
const OPEN = { branches: [], authors: [], paths: [] };

export interface DigestLines {
    /** More than are shown are only counted, in `besides`. */
    readonly lines: readonly string[];
    readonly besides: number;
}

/**
 * What a room may be told now of what was put on its list, by repository: hours later the rule may be gone, muted or another one, the
 * room open to all, the repository private. Where everybody may read, a request for each repository that is shown. Throws HubError.
 */
export async function digestLines(job: JobCtx, { room, clock }: Pick<Ctx, 'room' | 'clock'>, { told, readers }: { readonly told: readonly Waiting[]; readonly readers: Readers }): Promise<DigestLines> {
    const rules = new Map((await watchesOfRoom(job, room.id)).map((watch) => [watch.id, watch]));
    const isFor = (waiting: Waiting, hidden: boolean): boolean => isStillFor(rules.get(waiting.watch), waiting, { private: hidden, publicRooms: new Set(room.public ? [room.id] : []), now: clock() });
    const groups = byRepo(told.filter((waiting) => isFor(waiting, false)));
    const lines: string[] = [];
    let [besides, asked] = [0, 0];
    for (const { repo, group } of groups) {
        const isAsked = !group.every((waiting) => isFor(waiting, true));
        if (lines.length >= DIGEST_LINES || (isAsked && asked >= MAX_ASKED)) {
            besides += group.length;
            continue;
        }
        asked += isAsked ? 1 : 0;
        const hidden = isAsked && (await isHidden(job, repo, readers));
        lines.push(...group.filter((waiting) => isFor(waiting, hidden)).map(({ line }) => line));
    }
    return { lines, besides };
}

/** The filters were passed when it was put on the list. */
function isStillFor(watch: Watch | undefined, { changeKey, event, at }: Waiting, facts: Parameters<typeof route>[3]): boolean {
    const change = parseChangeKey(changeKey);
    return watch !== undefined && change !== undefined && route([{ ...watch, filters: OPEN }], change, [{ event, at }], facts).some(({ items }) => items.length > 0);
}

/** Repositories in the order of their first news, each with all of its own. */
function byRepo(told: readonly Waiting[]): { readonly repo: ThingRepo; readonly group: readonly Waiting[] }[] {
    const groups = new Map<string, { readonly repo: ThingRepo; readonly group: Waiting[] }>();
    for (const waiting of [...told].sort((one, other) => one.at - other.at)) {
        const repo = parseChangeKey(waiting.changeKey)?.repo;
        if (repo) {
            const key = `${repo.type} ${repo.id}`;
            const known = groups.get(key) ?? { repo, group: [] };
            groups.set(key, known);
            known.group.push(waiting);
        }
    }
    return [...groups.values()];
}

/** One that was deleted is as private as it was. */
async function isHidden(job: JobCtx, repo: ThingRepo, readers: Readers): Promise<boolean> {
    const change = { repo, thing: { kind: 'repo' } } as const;
    const report = await readForAll(job, readers(change), { change, since: job.clock(), paths: false });
    return report?.private ?? true;
}
