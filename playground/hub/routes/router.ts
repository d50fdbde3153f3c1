import { createHash } from 'node:crypto';
import { z } from 'zod';
import { forbidden, HubFailure } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import type { InferenceMapping, Repo } from '../model';
import type { Call, Route } from '../routing';
import { jsonBody, route } from '../routing';
import type { HubState } from '../state';

const PERMISSION = 'inference.serverless.write';

/** The caller, if their token may spend on Inference Providers. */
function requireInference(call: Call): KnownCaller {
    const caller = requireUser(call.caller);
    const { role, scoped = [], oauthScopes = [] } = caller.token;
    const allowed = role === 'fineGrained' ? scoped.some(({ permissions }) => permissions.includes(PERMISSION)) : role !== 'oauth' || oauthScopes.includes('inference-api');
    if (!allowed) {
        throw forbidden(`This authentication method does not have sufficient permissions to call Inference Providers on behalf of user ${caller.user.name}`);
    }
    const payer = call.request.headers.get('x-hf-bill-to');
    if (payer !== null && payer !== caller.user.name && !caller.user.orgs.some(({ org, role }) => org === payer && role !== 'no_access')) {
        throw forbidden(`You are not allowed to bill ${payer}`);
    }
    assertCredits(call.state, payer ?? caller.user.name);
    return caller;
}

/** The Hub says the first of these to free users and the second to who pays as they go. */
function assertCredits(state: HubState, payer: string): void {
    if (state.outOfCredits.has(payer)) {
        throw new HubFailure(402, state.orgs.has(payer) || state.users.get(payer)?.isPro
            ? 'You have exceeded your monthly included credits for Inference Providers. Purchase pre-paid credits to continue using Inference Providers.'
            : 'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.');
    }
}

const isChat = ({ task, status }: InferenceMapping): boolean => task === 'conversational' && status === 'live';

const chatModels = ({ state }: Call): Repo[] => state.reposOf('model').filter(({ model }) => model?.providers.some(isChat));

function describeModel({ id, createdAt, model }: Repo): Record<string, unknown> {
    return {
        id,
        object: 'model',
        created: Math.floor(Date.parse(createdAt) / 1000),
        owned_by: id.split('/')[0],
        architecture: { input_modalities: ['text'], output_modalities: ['text'] },
        providers: (model?.providers ?? []).filter(isChat).map(({ provider, status, contextLength, pricing, supportsTools }, index) => ({
            provider, status, context_length: contextLength, pricing, is_free: false, supports_tools: supportsTools ?? false, supports_structured_output: false,
            first_token_latency_ms: 200 + index * 150, throughput: 120 - index * 30, is_model_author: false,
        })),
    };
}

function getModel(call: Call): Response {
    const repo = chatModels(call).find(({ id }) => id === `${call.params.namespace}/${call.params.name}`);
    if (!repo) {
        throw openAiError(404, 'model_not_found', `The model '${call.params.namespace}/${call.params.name}' does not exist.`);
    }
    return Response.json(describeModel(repo));
}

function openAiError(status: number, code: string, message: string): HubFailure {
    return new HubFailure(status, message, { body: { error: { message, type: 'invalid_request_error', param: null, code } } });
}

const POLICIES = ['fastest', 'cheapest', 'preferred'];

/** The provider for `owner/name[:policy or provider]`. */
function routeTo(call: Call, asked: string): { repo: Repo; provider: InferenceMapping } {
    const [id = '', suffix = 'fastest'] = asked.split(':');
    const repo = chatModels(call).find((candidate) => candidate.id === id);
    const live = (repo?.model?.providers ?? []).filter(isChat);
    const byPrice = [...live].sort((a, b) => (a.pricing?.output ?? 0) - (b.pricing?.output ?? 0));
    const candidates = suffix === 'cheapest' ? byPrice : POLICIES.includes(suffix) ? live : live.filter(({ provider }) => provider === suffix);
    const [provider] = candidates;
    if (!repo || !provider) {
        throw openAiError(400, 'model_not_supported', `The requested model '${asked}' is not supported by any provider you have enabled.`);
    }
    return { repo, provider };
}

const chatBody = z.looseObject({
    model: z.string(),
    messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1),
    stream: z.boolean().optional(),
    max_tokens: z.number().optional(),
});

type Chat = z.infer<typeof chatBody>;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** No model runs here: the reply says back what it was asked, which is enough to follow a request through. */
function replyTo({ messages, max_tokens: limit }: Chat): string {
    const asked = messages.at(-1)?.content;
    const text = typeof asked === 'string' ? asked : JSON.stringify(asked);
    return words(`You said: ${text}`).slice(0, limit ?? Infinity).join(' ');
}

function usageOf({ messages }: Chat, reply: string): Record<string, number> {
    const prompt = words(JSON.stringify(messages)).length;
    const completion = words(reply).length;
    return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function streamed(pieces: Record<string, unknown>[]): Response {
    const text = [...pieces.map((piece) => JSON.stringify(piece)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
    return new Response(text, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
}

async function chat(call: Call): Promise<Response> {
    requireInference(call);
    const request = await jsonBody(call, chatBody);
    const { repo, provider } = routeTo(call, request.model);
    const reply = replyTo(request);
    const head = { id: `chatcmpl-${createHash('sha1').update(reply).digest('hex').slice(0, 24)}`, created: Math.floor(call.state.now() / 1000), model: repo.id, system_fingerprint: '' };
    const finish = request.max_tokens !== undefined && words(reply).length >= request.max_tokens ? 'length' : 'stop';
    const headers = { 'X-Inference-Provider': provider.provider };
    if (!request.stream) {
        const choices = [{ index: 0, message: { role: 'assistant', content: reply }, finish_reason: finish, logprobs: null }];
        return Response.json({ ...head, object: 'chat.completion', choices, usage: usageOf(request, reply) }, { headers });
    }
    const delta = (content: string, finishReason: string | null): Record<string, unknown> => ({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: finishReason, logprobs: null }] });
    return streamed([...words(reply).map((word, index) => delta(index === 0 ? word : ` ${word}`, null)), delta('', finish)]);
}

/** A model that hf-inference serves for the task; anything else is a 404, as it is there. */
function served(call: Call, tasks: string[]): Repo {
    requireInference(call);
    const id = `${call.params.namespace}/${call.params.name}`;
    const repo = call.state.findRepo('model', id);
    if (!repo?.model?.providers.some(({ provider, task }) => provider === 'hf-inference' && tasks.includes(task))) {
        throw new HubFailure(404, `Model ${id} is not supported by provider hf-inference`);
    }
    return repo;
}

const inputs = z.union([z.string(), z.array(z.string())]);
const embedBody = z.looseObject({ inputs, normalize: z.boolean().optional() });
const WIDTH = 384;

/** A vector that follows from the text alone: equal texts are equal, different ones are far apart. */
function embed(text: string): number[] {
    const vector: number[] = [];
    for (let block = 0; vector.length < WIDTH; block += 1) {
        const bytes = createHash('sha256').update(`${block} ${text}`).digest();
        vector.push(...Array.from(bytes, (byte) => byte / 127.5 - 1));
    }
    const length = Math.hypot(...vector.slice(0, WIDTH));
    return vector.slice(0, WIDTH).map((value) => value / length);
}

async function featureExtraction(call: Call): Promise<Response> {
    served(call, ['feature-extraction', 'sentence-similarity']);
    const { inputs: texts } = await jsonBody(call, embedBody);
    return Response.json(typeof texts === 'string' ? embed(texts) : texts.map(embed));
}

const classifyBody = z.looseObject({ inputs, parameters: z.looseObject({ top_k: z.number().int().min(1).optional() }).optional() });

async function textClassification(call: Call): Promise<Response> {
    served(call, ['text-classification']);
    const { inputs: texts, parameters } = await jsonBody(call, classifyBody);
    const classify = (text: string): { label: string; score: number }[] => {
        const share = (createHash('sha256').update(text).digest()[0] ?? 0) / 255;
        return [{ label: 'POSITIVE', score: share }, { label: 'NEGATIVE', score: 1 - share }].sort((a, b) => b.score - a.score).slice(0, parameters?.top_k ?? 2);
    };
    return Response.json((typeof texts === 'string' ? [texts] : texts).map(classify));
}

export const routerRoutes: Route[] = [
    route('GET', '/v1/models', (call) => Response.json({ object: 'list', data: chatModels(call).map(describeModel) })),
    route('GET', '/v1/models/:namespace/:name', getModel),
    route('POST', '/v1/chat/completions', chat),
    route('POST', '/hf-inference/models/:namespace/:name/pipeline/feature-extraction', featureExtraction),
    route('POST', '/hf-inference/models/:namespace/:name', textClassification),
];
