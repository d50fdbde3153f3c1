import { Buffer } from 'buffer';
import { filesToCommit, planPush, type LocalFile, type PlannedFile } from '../../services/workflows/transfer/push-plan';
import type { Looked, Push, PushSource } from './push-record';
import { hashesOf } from './hashes-of';

/** A file of the plan with where it comes from. */
export interface PushFile extends PlannedFile {
    readonly source: PushSource;
    readonly looked: Looked;
}

/** The plan that follows from what was looked at and what the repository has; before that is known, everything is new. */
export function plannedFiles({ files, looked, planned }: Pick<Push, 'files' | 'looked' | 'planned'>): PushFile[] {
    const seen = files.flatMap((source, index) => {
        const one = looked.get(index);
        return one ? [{ source, looked: one }] : [];
    });
    const local = seen.map(({ source: { path }, looked: { size, sha256, gitBlob, objections } }): LocalFile => ({ path, size, sha256, gitBlob, objections }));
    return planPush(local, planned?.entries ?? []).flatMap((file, index) => {
        const known = seen[index];
        return known ? [{ ...file, ...known }] : [];
    });
}

export const CARD_PATH = 'README.md';

/** What was agreed to: the files of the chat, and the card that is written for them. */
export function agreedFiles(push: Push): { readonly files: readonly PushFile[]; readonly card?: Uint8Array } {
    const { confirmed, planned } = push;
    const card = confirmed?.card ? planned?.card : undefined;
    return { files: filesToCommit(plannedFiles(push), confirmed?.override ?? false), ...(card !== undefined && { card: Buffer.from(card, 'utf8') }) };
}

/** Everything that the commit holds, by the names that it has in the repository; what .gitignore has is not among it. */
export function committedFiles(push: Push): LocalFile[] {
    const { files, card } = agreedFiles(push);
    const sent = files.filter(({ path }) => push.uploaded.get(path) !== 'ignored');
    return card ? [...sent, { path: CARD_PATH, size: card.length, ...hashesOf(card), objections: [] }] : sent;
}
