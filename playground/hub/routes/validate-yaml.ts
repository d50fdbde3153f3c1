import { z } from 'zod';
import { checkCard } from '../repo-files/card-metadata';
import type { Call, Route } from '../routing';
import { jsonBody, REPO_TYPES, route } from '../routing';

const body = z.object({ content: z.string(), repoType: z.enum(REPO_TYPES) });

async function validateYaml(call: Call): Promise<Response> {
    const { content, repoType } = await jsonBody(call, body);
    const verdict = checkCard(content, repoType);
    return Response.json(verdict, { status: verdict.errors.length > 0 ? 400 : 200 });
}

export const validateYamlRoutes: Route[] = [route('POST', '/api/validate-yaml', validateYaml)];
