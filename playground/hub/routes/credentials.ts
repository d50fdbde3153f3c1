import { z } from 'zod';
import type { Call, Route } from '../routing';
import { jsonBody, route } from '../routing';

const body = z.object({ credentials: z.array(z.string().min(1).max(200)).min(1).max(1000) });

/** Kills every token in the list. Needs no login and never says whether one existed. */
async function revoke(call: Call): Promise<Response> {
    const { credentials } = await jsonBody(call, body);
    credentials.filter((value) => call.state.tokens.has(value)).forEach((value) => call.state.record({ kind: 'token-revoked', value }));
    return new Response(null, { status: 202 });
}

export const credentialRoutes: Route[] = [route('POST', '/api/credentials/revoke', revoke)];
