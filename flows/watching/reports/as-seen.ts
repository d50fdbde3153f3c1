import { HubError, pagePath, repoHead, type Hub, type HubErrorKind } from '../../../services/hub';
import type { ThingRepo } from '../../../services/workflows/watching';
import type { NewsRepo } from '../../../ui/news/news-reader';

/** Answers that mean: this account sees nothing there. */
const UNSEEN: ReadonlySet<HubErrorKind> = new Set(['not-found-or-private', 'repo-not-found', 'revision-not-found', 'not-found', 'forbidden', 'missing-scope', 'gated', 'disabled']);

/** What was read; undefined where this account sees nothing. Throws HubError when Hugging Face can't tell. */
export async function asSeen<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
        return await read();
    } catch (error) {
        if (error instanceof HubError && UNSEEN.has(error.kind)) {
            return undefined;
        }
        throw error;
    }
}

export interface SeenRepo {
    readonly repo: NewsRepo;
    readonly private: boolean;
}

/** The repository under the name it has now, and whether not everybody may see it. Throws HubError. */
export async function seenRepo(hub: Hub, watched: ThingRepo): Promise<SeenRepo> {
    const head = await repoHead(hub, watched);
    return { repo: newsRepo(hub, { type: watched.type, id: head.id }), private: head.private ?? false };
}

/** With the address of its page. */
export const newsRepo = (hub: Pick<Hub, 'urls'>, { type, id }: ThingRepo): NewsRepo => ({ type, id, url: new URL(pagePath({ type, id }), hub.urls.hub).href });
