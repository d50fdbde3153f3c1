import { z } from 'zod';
import { blobOid } from '../bytes/git';
import { HubFailure } from '../errors';
import { parseJson } from '../json';
import { lfsTracking } from '../repo-files/attributes';
import { ignoring } from '../repo-files/ignores';
import { isBinary, MAX_REGULAR, textAt } from '../repo-files/upload-mode';
import { resolveRevision } from '../revisions';
import type { RepoHandler, Route } from '../routing';
import { repoRoutes } from '../routing';
import { committer } from './commits';

const asked = z.object({ files: z.array(z.object({ path: z.string(), size: z.number(), sample: z.string() })).max(1000), gitAttributes: z.string().optional(), gitIgnore: z.string().optional() });

/** How each file is to be sent: through LFS when `.gitattributes` says so, when it is large, and when its first bytes are binary. */
const preupload: RepoHandler = async (call, repo) => {
    committer(call, repo);
    const parsed = asked.safeParse(parseJson(await call.request.text()));
    if (!parsed.success) {
        throw new HubFailure(422, 'The request is invalid');
    }
    const base = resolveRevision(repo, call.params.revision ?? 'main');
    const tracks = lfsTracking(parsed.data.gitAttributes ?? textAt(base, '.gitattributes'));
    const ignores = ignoring(parsed.data.gitIgnore ?? textAt(base, '.gitignore'));
    const files = parsed.data.files.map(({ path, size, sample }) => {
        const known = base.files.get(path);
        const lfs = tracks(path) || size > MAX_REGULAR || isBinary(Buffer.from(sample, 'base64'));
        return { path, uploadMode: lfs ? 'lfs' : 'regular', shouldIgnore: ignores(path), ...(known && { oid: known.lfs ? known.bytes.sha256() : blobOid(known) }) };
    });
    return Response.json({ files, commitOid: base.id });
};

export const preuploadRoutes: Route[] = repoRoutes('POST', '/preupload/:revision', 'description', preupload);
