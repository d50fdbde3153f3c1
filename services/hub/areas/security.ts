import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { securityRepoStatusSchema, type SecurityStatus } from './repo-schemas';
import { TTL } from './ttl';

const scanSchema = z.looseObject({
    /** `unscanned`, `queued`, `safe`, `caution`, `suspicious`, `unsafe`, `error`. */
    status: z.string(),
    message: z.nullish(z.string()),
    reportLink: z.nullish(z.string()),
    pickleImports: z.nullish(z.array(z.looseObject({ module: z.string(), name: z.string(), safety: z.string() }))),
});

/** The Hub's scanners on one file, as tree and paths-info list them with `expand`. */
export const fileSecuritySchema = z.looseObject({
    status: z.string(),
    avScan: z.nullish(scanSchema),
    pickleImportScan: z.nullish(scanSchema),
    jFrogScan: z.nullish(scanSchema),
    protectAiScan: z.nullish(scanSchema),
    virusTotalScan: z.nullish(scanSchema),
});

export type FileSecurity = z.infer<typeof fileSecuritySchema>;

/** The repository's verdict. `scansDone: false` means pending, not safe. */
export function securityStatus(hub: Hub, repo: RepoRef): Promise<Fetched<SecurityStatus>> {
    return hub.getJson(securityRepoStatusSchema, `${apiPath(repo)}/scan`, { ttlMs: TTL.facts });
}
