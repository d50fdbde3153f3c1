import * as z from 'zod/mini';
import type { Ledger } from '../../persistence';
import type { Deployment } from '../../services/deployment';
import { isSame } from './deployment-of';

/** A deployment that went live. */
export interface WentLive {
    /** The request's id. */
    readonly id: string;
    readonly repo: string;
    readonly sha: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** The username of whoever asked for it. */
    readonly by: string;
}

const schema = z.object({ repo: z.string(), sha: z.string(), by: z.string() });

/** What a rollback may go back to; the audit record knows the rest. */
const KEPT = 20;

const subjectOf = (environment: string): string => `deployments:${encodeURIComponent(environment)}`;

/** Remembers what went live; twice is once. */
export async function rememberLive(ledger: Ledger, environment: string, { id, at, ...live }: WentLive): Promise<void> {
    const subject = subjectOf(environment);
    await ledger.append({ subject, type: 'live', id, at, data: live });
    await ledger.compact(subject, (facts) => facts.slice(-KEPT));
}

/** What went live in an environment, oldest first. One round trip. */
export async function wentLive(ledger: Ledger, environment: string): Promise<WentLive[]> {
    return (await ledger.read(subjectOf(environment))).flatMap(({ id, at, data }) => {
        const parsed = schema.safeParse(data);
        return parsed.success ? [{ id, at, ...parsed.data }] : [];
    });
}

/**
 * Whether a rollback goes back to what has been live here before, through this app. It was promoted then, and that it is worse
 * than what is to go is no reason against it: both would keep people from it just when they need it.
 */
export async function isReturn(ledger: Ledger, { environment, rollbackTo, repo, sha }: Pick<Deployment, 'environment' | 'rollbackTo' | 'repo' | 'sha'>): Promise<boolean> {
    return rollbackTo !== undefined && (await wentLive(ledger, environment.name)).some((entry) => isSame(entry, { repo, sha }));
}
