import { chatCompletion, chatCompletionStream, featureExtraction, textClassification } from '@huggingface/inference';
import { describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { useHub } from './harness';

/** The inference client, unchanged; its fixed host names are pointed at the stand-in by the `fetch` it is given. */
const hub = useHub();

function redirected(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    return fetch(url.replace('https://router.huggingface.co', hub().routerUrl).replace('https://huggingface.co', hub().url), init);
}

const options = { fetch: redirected, retry_on_error: false };
const chatModel = 'Qwen/Qwen2.5-7B-Instruct';
const messages = [{ role: 'user', content: 'hello there' }];

describe('@huggingface/inference against the stand-in', () => {
    it('chatCompletion through the router', async () => {
        const answer = await chatCompletion({ accessToken: fakeToken('alice'), model: chatModel, messages }, options);
        expect(answer.choices[0]?.message.content).toBe('You said: hello there');
        expect(answer.usage.total_tokens).toBe(answer.usage.prompt_tokens + answer.usage.completion_tokens);
    });

    it('chatCompletion at an address of its own', async () => {
        const endpointUrl = `${hub().routerUrl}/v1/chat/completions`;
        const answer = await chatCompletion({ accessToken: fakeToken('carol'), endpointUrl, model: chatModel, messages, max_tokens: 1 }, options);
        expect(answer.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'You' } });
    });

    it('chatCompletionStream ends by itself and says the same', async () => {
        let text = '';
        for await (const chunk of chatCompletionStream({ accessToken: fakeToken('alice'), model: `${chatModel}:cheapest`, messages }, options)) {
            text += chunk.choices[0]?.delta.content ?? '';
        }
        expect(text).toBe('You said: hello there');
    });

    it('featureExtraction gives unit vectors that follow from the text', async () => {
        const [same, again, other] = await Promise.all(['refund', 'refund', 'weather'].map((inputs) =>
            featureExtraction({ accessToken: fakeToken('alice'), provider: 'hf-inference', model: 'sentence-transformers/all-MiniLM-L6-v2', inputs }, options)));
        expect(same).toHaveLength(384);
        expect(same).toEqual(again);
        expect(same).not.toEqual(other);
    });

    it('textClassification gives labels whose scores add up to one', async () => {
        const labels = await textClassification({ accessToken: fakeToken('alice'), provider: 'hf-inference', model: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english', inputs: 'fine' }, options);
        expect(labels.map(({ label }) => label).sort()).toEqual(['NEGATIVE', 'POSITIVE']);
        expect(labels.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1);
    });

    it('refuses a token without the permission, and a model nobody serves', async () => {
        await expect(chatCompletion({ accessToken: fakeToken('sec'), model: chatModel, messages }, options)).rejects.toThrow(/sufficient permissions/);
        await expect(chatCompletion({ accessToken: fakeToken('alice'), model: 'acme/embedder', messages }, options)).rejects.toThrow();
    });
});
