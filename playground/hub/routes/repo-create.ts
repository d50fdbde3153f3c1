import { z } from 'zod';
import { assertMayCreate, namespaceOf } from '../access';
import { account, repoPath } from '../changes/hub-change';
import { HubFailure, invalidParameter } from '../errors';
import { requireUser } from '../identity';
import type { RepoType } from '../model';
import { defaultAttributes } from '../repo-files/default-attributes';
import type { Call, Route } from '../routing';
import { jsonBody, REPO_TYPES, route } from '../routing';
import { LICENSES } from '../seed/tag-catalogue';

/** What a repo may be called (huggingface_hub `utils/_validators.py`). */
const repoName = z.string().max(96).regex(/^(?![-.])(?!.*(?:--|\.\.))(?!.*\.git$)[\w.-]*[\w]$/, 'Repo name must use alphanumeric chars, "-", "_" or ".", and is at most 96 chars long');

const order = z.object({
    name: repoName,
    organization: account.regex(/^[\w-]+$/).nullish(),
    type: z.enum(REPO_TYPES).default('model'),
    private: z.boolean().nullish(),
    visibility: z.enum(['private', 'public', 'protected']).optional(),
    license: z.enum(LICENSES).optional(),
    sdk: z.enum(['gradio', 'docker', 'static']).optional(),
    /** Every other hardware is ordered afterwards, from the Space's own settings. */
    hardware: z.literal('cpu-basic').optional(),
    files: z.array(z.object({ path: repoPath, content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') })).default([]),
});

type Order = z.infer<typeof order>;

function cardOf({ name, type, sdk, license }: Order): string | undefined {
    const lines = [...(type === 'space' ? [`title: ${name}`, 'emoji: 🚀', 'colorFrom: yellow', 'colorTo: red', `sdk: ${sdk}`] : []), ...(license ? [`license: ${license}`] : [])];
    return lines.length > 0 ? `---\n${lines.join('\n')}\n---\n` : undefined;
}

/** The Hub's own files, and in their places those of the caller. */
function filesOf(asked: Order): { path: string; content: string }[] {
    const card = cardOf(asked);
    const own = { '.gitattributes': defaultAttributes(asked.type), ...(card !== undefined && { 'README.md': card }), ...(asked.sdk === 'static' && { 'index.html': `<!doctype html><title>${asked.name}</title>\n` }) };
    const given = asked.files.map(({ path, content, encoding }) => [path, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')] as const);
    const all = new Map([...Object.entries(own).map(([path, content]) => [path, Buffer.from(content)] as const), ...given]);
    return [...all].map(([path, bytes]) => ({ path, content: bytes.toString('base64') }));
}

/** Spaces that compute need a plan, static ones do not (Hugging Face's OpenAPI document, `sdk` of this call). */
function assertMayHost({ state }: Call, { type, sdk }: Order, namespace: string): void {
    if (type === 'space' && sdk === undefined) {
        throw invalidParameter('Invalid option: expected one of "gradio"|"docker"|"static"', 'sdk');
    }
    const hasPlan = state.users.get(namespace)?.isPro ?? state.orgs.get(namespace)?.plan !== undefined;
    if (type === 'space' && sdk !== 'static' && !hasPlan) {
        throw new HubFailure(402, 'A subscription is required to host a Gradio or Docker Space on free hardware.');
    }
}

function isPrivate({ private: hidden, visibility, type }: Order): boolean {
    if (hidden !== null && hidden !== undefined && visibility !== undefined) {
        throw invalidParameter('private cannot be specified along with visibility', 'visibility');
    }
    if (visibility === 'protected' && type !== 'space') {
        throw invalidParameter('protected is only supported for Spaces', 'visibility');
    }
    return hidden ?? (visibility !== undefined && visibility !== 'public');
}

const webPath = (type: RepoType, id: string): string => `${type === 'model' ? '' : `${type}s/`}${id}`;

async function create(call: Call): Promise<Response> {
    const { user } = requireUser(call.caller);
    const asked = await jsonBody(call, order);
    const { type } = asked;
    const id = `${asked.organization ?? user.name}/${asked.name}`;
    assertMayCreate(call.caller, { type, id });
    assertMayHost(call, asked, namespaceOf(id));
    const hidden = isPrivate(asked);
    const taken = call.state.findRepo(type, id)?.id ?? call.state.movedTo(type, id);
    if (taken !== undefined) {
        const error = `You already created this ${type} repo: ${taken}`;
        throw new HubFailure(409, error, { body: { error, url: `${call.origins.hub}/${webPath(type, taken)}` } });
    }
    call.state.record({ kind: 'repo-created', repo: { type, id }, by: user.name, private: hidden, files: filesOf(asked), ...(type === 'space' && { sdk: asked.sdk }) });
    return Response.json({ url: `${call.origins.hub}/${webPath(type, id)}`, name: id, id: call.state.findRepo(type, id)?._id });
}

export const repoCreateRoutes: Route[] = [route('POST', '/api/repos/create', create)];
