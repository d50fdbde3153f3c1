import type { Ctx } from '../../context/ctx';
import { comparedText, discussionDetails, HubError, type DiscussionRef } from '../../services/hub';
import { maskSecrets } from '../../services/safety';
import type { ThingRepo } from '../../services/workflows/watching';
import { cutDiff, diffView } from '../../ui/news/diff-view';
import { discussionUrl } from '../../ui/news/discussion-news';
import type { View } from '../../ui/view';
import { newsRepo } from '../watching/reports/as-seen';

/** What a pull request changes, as far as a chat shows it. Read with the caller's own account, for the caller alone. Throws HubError. */
export async function pullRequestDiff(ctx: Ctx, { repo, num }: DiscussionRef): Promise<View> {
    const shown = newsRepo(ctx.hub, repo);
    const diff = await readable(async () => (await discussionDetails(ctx.hub, repo, num, { diff: true })).diff ?? undefined);
    return view(ctx, { title: `${repo.id} #${num}`, url: `${discussionUrl({ repo: shown, num })}/files` }, diff);
}

/** What came to a branch from one commit to another. Throws HubError. */
export async function commitsDiff(ctx: Ctx, repo: ThingRepo, { from, to }: { readonly from: string; readonly to: string }): Promise<View> {
    const diff = await readable(async () => (await comparedText(ctx.hub, repo, { from, to })).value);
    return view(ctx, { title: `${repo.id} ${from.slice(0, 7)}..${to.slice(0, 7)}`, url: `${newsRepo(ctx.hub, repo).url}/commit/${to}` }, diff);
}

function view(ctx: Ctx, page: { readonly title: string; readonly url: string }, diff: string | undefined): View {
    const cut = diff === undefined ? undefined : cutDiff(diff);
    return diffView(page, cut && { ...cut, text: maskSecrets(cut.text) }, ctx.lang);
}

/** undefined for one that is too long to be read. */
async function readable(read: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
        return await read();
    } catch (error) {
        if (error instanceof HubError && error.kind === 'too-large') {
            return undefined;
        }
        throw error;
    }
}
