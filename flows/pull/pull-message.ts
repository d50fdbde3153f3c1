import type { Ctx } from '../../context/ctx';
import { logFailure } from '../../context/boundary';
import type { Clock } from '../../services/hub';
import { downloadCommand, manifestName } from '../../services/workflows/transfer/pull-manifest';
import { pullView } from '../../ui/pull-view';
import type { View } from '../../ui/view';
import { postOnce } from '../post-once';
import { MESSAGE, postsOfPull, type Pull } from './pull-record';

/** A message is edited once in this time at most, milliseconds. */
export const EDIT_MS = 1_000;

/** How a pull is to be shown. */
export type Shown = Pull & { readonly current?: { readonly index: number; readonly bytes: number }; readonly waiting?: boolean };

/** The one message of a pull. An edit that fails does not end the pull: the files matter more. */
export class PullMessage {
    private constructor(
        private readonly ctx: Ctx,
        private readonly clock: Clock,
        private readonly messageId: string,
        private editedAt: number,
    ) {}

    /** Posts it, or finds the one that was posted. */
    static async of(ctx: Ctx, pull: Pull, clock: Clock): Promise<PullMessage> {
        const messageId = await postOnce(ctx, postsOfPull(ctx, pull), { key: MESSAGE, view: viewOf(ctx, pull), ...(pull.threadId !== undefined && { threadId: pull.threadId }) });
        // Whoever ran before may just have edited it.
        return new PullMessage(ctx, clock, messageId, clock.now());
    }

    get isDue(): boolean {
        return this.clock.now() >= this.editedAt + EDIT_MS;
    }

    /** At once; to be called when it is due. */
    async show(shown: Shown): Promise<void> {
        this.editedAt = this.clock.now();
        try {
            await this.ctx.edit(this.messageId, viewOf(this.ctx, shown));
        } catch (error) {
            logFailure(this.ctx.log, error, this.messageId);
        }
    }

    /** As soon as it is due: for what has to be shown in any case. */
    async showLast(shown: Shown): Promise<void> {
        await this.clock.sleep(Math.max(0, this.editedAt + EDIT_MS - this.clock.now()));
        await this.show(shown);
    }
}

function viewOf({ lang, settings }: Ctx, shown: Shown): View {
    const { repo, files, manifest = manifestName(repo) } = shown;
    return pullView(shown, { lang, hubUrl: settings.hubUrl, command: downloadCommand(repo, files.filter(({ name }) => name === undefined), manifest) });
}
