import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import type { RepoRef, RepoType } from '../services/hub';
import { repoValue } from '../ui/repo-list-view';
import { whichRepoView } from '../ui/which-repo-view';
import { resolveRepo } from './resolve-repo';

interface About {
    /** What a bare id means. */
    readonly type: RepoType;
    /** The button that shows the same of one repository. */
    readonly actionId: 'repo.info' | 'repo.card' | 'repo.check';
    readonly show: (ctx: Ctx, repo: RepoRef) => Promise<Answer>;
}

/** Shows something of the repository that was typed, or asks which one was meant. */
export async function aboutRepo(ctx: Ctx, typed: string, { type, actionId, show }: About): Promise<Answer> {
    const resolved = await resolveRepo(ctx, typed, type);
    if (resolved.kind === 'one') {
        return show(ctx, resolved.repo);
    }
    const choices = resolved.repos.map((repo) => ({ id: repo.id, value: repoValue(repo) }));
    return answer(whichRepoView({ typed, choices, actionId }, ctx.lang), { candidates: resolved.repos });
}
