import { z } from 'zod';
import { assertMayDelete, notFoundFor } from '../access';
import { requireUser } from '../identity';
import type { Call, Route } from '../routing';
import { jsonBody, REPO_TYPES, route } from '../routing';

/** Without `organization` it is one of the caller's own (huggingface_hub, `delete_repo`). */
const named = z.object({ name: z.string(), organization: z.string().nullish(), type: z.enum(REPO_TYPES).nullish() });

async function remove(call: Call): Promise<Response> {
    const { user } = requireUser(call.caller);
    const { name, organization, type } = await jsonBody(call, named);
    const repo = call.state.findRepo(type ?? 'model', `${organization ?? user.name}/${name}`);
    if (!repo) {
        throw notFoundFor(call.caller);
    }
    assertMayDelete(call.caller, repo);
    call.state.record({ kind: 'repo-deleted', repo: { type: repo.type, id: repo.id } });
    return Response.json({});
}

export const repoDeleteRoutes: Route[] = [route('DELETE', '/api/repos/delete', remove)];
