import type { RepoHead } from '../../../services/hub';
import { maskSecrets } from '../../../services/safety';
import type { ThingRepo } from '../../../services/workflows/watching';
import type { SeenRepo } from './poll-state';

/** What a look at a repository shows that the one before did not. */
export type Finding =
    /** `from`: the head of the last look, where there was one. */
    | { readonly kind: 'commits'; readonly from?: string | undefined; readonly to: string | undefined }
    | { readonly kind: 'created'; readonly hfId: string }
    | { readonly kind: 'visibility'; readonly private: boolean }
    | { readonly kind: 'gating'; readonly gated: false | 'auto' | 'manual' }
    | { readonly kind: 'stage'; readonly stage: string; readonly message?: string | undefined }
    /** `private`: what it was. */
    | { readonly kind: 'deleted'; readonly hfId: string; readonly private: boolean }
    | { readonly kind: 'moved'; readonly hfId: string; readonly to: string };

/** What holds for a list as a whole. */
export interface Reading {
    /** The newest date in this list when it was read before, by Hugging Face's clock; undefined: it is read for the first time. */
    readonly newest: string | undefined;
    /** Repositories that nobody named are of interest as well. */
    readonly whole: boolean;
}

const MAX_MESSAGE = 300;

/** What is kept of a repository as Hugging Face tells it. */
export function seen(type: ThingRepo['type'], head: RepoHead, look: number): SeenRepo {
    return {
        type,
        id: head.id,
        hfId: head._id ?? head.id,
        private: head.private === true,
        look,
        ...(head.sha && { sha: head.sha }),
        ...gatedOf(head),
        ...(head.runtime?.stage && { stage: head.runtime.stage }),
    };
}

/**
 * What became different. Nothing at the first sight of a repository, except that one which was made, or changed, since the account's
 * list was read last was seen by nobody before. Only dates of Hugging Face's own clock are compared with one another.
 */
export function compare(before: SeenRepo | undefined, head: RepoHead, now: SeenRepo, { newest, whole }: Reading): Finding[] {
    if (!before || before.gone) {
        return whole && newest !== undefined ? unknownBefore(head, now, newest) : [];
    }
    if (before.hfId !== now.hfId) {
        return madeAnew(now);
    }
    return [
        ...(before.sha !== undefined && now.sha !== undefined && before.sha !== now.sha ? [{ kind: 'commits' as const, from: before.sha, to: now.sha }] : []),
        ...(before.private === now.private ? [] : [{ kind: 'visibility' as const, private: now.private }]),
        ...(before.gated === undefined || now.gated === undefined || before.gated === now.gated ? [] : [{ kind: 'gating' as const, gated: now.gated }]),
        ...(before.stage === undefined || now.stage === undefined || before.stage === now.stage ? [] : [{ kind: 'stage' as const, stage: now.stage, message: messageOf(head) }]),
    ];
}

const madeAnew = ({ hfId, sha }: SeenRepo): Finding[] => [{ kind: 'created', hfId }, { kind: 'commits', to: sha }];

function unknownBefore({ createdAt, lastModified }: RepoHead, now: SeenRepo, newest: string): Finding[] {
    if (isAfter(createdAt, newest)) {
        return madeAnew(now);
    }
    return isAfter(lastModified, newest) ? [{ kind: 'commits', to: now.sha }] : [];
}

export const isAfter = (date: string | null | undefined, other: string): boolean => Date.parse(date ?? '') > Date.parse(other);

/** The newest date among them and `before`. */
export function newestOf(heads: readonly RepoHead[], before: string | undefined): string {
    const dates = heads.flatMap(({ createdAt, lastModified }) => [createdAt, lastModified]).map((date) => Date.parse(date ?? ''));
    const known = [...dates, Date.parse(before ?? '')].filter((date) => !Number.isNaN(date));
    return new Date(Math.max(0, ...known)).toISOString();
}

function gatedOf({ gated }: RepoHead): Pick<SeenRepo, 'gated'> {
    return gated === false || gated === 'auto' || gated === 'manual' ? { gated } : {};
}

/** Masked before it is cut: what is left of a secret would not be known as one. */
function messageOf({ runtime }: RepoHead): string | undefined {
    const message = runtime?.errorMessage;
    return message ? maskSecrets(message).slice(0, MAX_MESSAGE) : undefined;
}
