import { Buffer } from 'buffer';
import { createHash } from 'crypto';
import type { Ctx } from '../../context/ctx';
import { commitChanges, holdsFile, type Hub, HubError, listRefs } from '../../services/hub';
import { record } from '../audit/record';

/** A document and where it goes. */
export interface ComplianceCommit {
    /** The dataset, `owner/name`. */
    readonly repo: string;
    readonly path: string;
    readonly document: string;
}

const BRANCH = 'main';

/** Puts the document into the dataset, with the caller's token. What is there already is left alone. Throws HubError, and RangeError for one that is too long. */
export async function commitCompliance(ctx: Pick<Ctx, 'hub' | 'stores' | 'clock' | 'user' | 'room'>, commit: ComplianceCommit): Promise<void> {
    await commitOnce(ctx.hub, commit).catch((error: unknown) => {
        // Somebody committed something else meanwhile.
        if (hasMoved(error)) {
            return commitOnce(ctx.hub, commit);
        }
        throw error;
    });
    const { repo, path, document } = commit;
    // Also when it was there: a kill may have come between the commit and this.
    const id = `compliance:${createHash('sha256').update(`${repo} ${path} ${document}`).digest('hex').slice(0, 24)}`;
    await record(ctx, { id, by: ctx.user.id, what: 'deploy.report-committed', subject: repo, roomId: ctx.room.id, result: 'done', details: { path } });
}

async function commitOnce(hub: Hub, { repo, path, document }: ComplianceCommit): Promise<void> {
    const dataset = { type: 'dataset', id: repo } as const;
    const file = { path, bytes: Buffer.from(document, 'utf8') };
    const head = (await listRefs(hub, dataset, { fresh: true })).value.branches.find(({ name }) => name === BRANCH)?.targetCommit;
    if (head !== undefined && (await holdsFile(hub, { ...dataset, revision: head }, file))) {
        return;
    }
    await commitChanges(hub, dataset, { branch: BRANCH, summary: `Compliance record ${path}`, changes: [file], parentCommit: head });
}

const hasMoved = (error: unknown): boolean => error instanceof HubError && (error.status === 412 || error.status === 409);
