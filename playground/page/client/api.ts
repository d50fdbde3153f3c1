import type { z } from 'zod';
import type { Verbs } from '../server/verbs';

/** Headers that say whose client this is. */
export interface Login {
    readonly 'X-User-Id': string;
    readonly 'X-Auth-Token': string;
}

export type Answer<Name extends keyof Verbs> = Awaited<ReturnType<Verbs[Name]['run']>>;
export type Start = Answer<'start'>;

/** A refusal by the server, in its words. `status` 0: it could not be reached. */
export class Refusal extends Error {
    constructor(readonly status: number, message: string) {
        super(message);
    }
}

/** The server as one user's client sees it. */
export class Api {
    private constructor(private readonly login: Login) {}

    static async as(user: string): Promise<Api> {
        const response = await request('/api/v1/login', { method: 'POST', body: JSON.stringify({ user }) });
        return new Api((await response.json()) as Login);
    }

    async call<Name extends keyof Verbs>(name: Name, args: z.input<Verbs[Name]['schema']>): Promise<Answer<Name>> {
        const response = await request(`/api/v1/page/${name}`, { method: 'POST', headers: { ...this.login }, body: JSON.stringify(args) });
        return (await response.json()) as Answer<Name>;
    }

    async upload(file: File, { room, text, threadId }: { room: string; text: string; threadId: string | undefined }): Promise<void> {
        const form = new FormData();
        form.set('file', file);
        form.set('text', text);
        if (threadId !== undefined) {
            form.set('threadId', threadId);
        }
        await request(`/api/v1/upload/${encodeURIComponent(room)}`, { method: 'POST', headers: { ...this.login }, body: form });
    }

    async file(id: string): Promise<Blob> {
        return (await request(`/api/v1/file/${encodeURIComponent(id)}`, { headers: { ...this.login } })).blob();
    }

    /** What the live stream wants to hear first. */
    get hello(): string {
        return JSON.stringify(this.login);
    }
}

async function request(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
        response = await fetch(path, init);
    } catch (error) {
        if (error instanceof TypeError) {
            throw new Refusal(0, 'The playground’s server does not answer. Is `npm start` still running?');
        }
        throw error;
    }
    if (!response.ok) {
        const body = (await response.json().catch(() => ({}))) as { error?: string };
        throw new Refusal(response.status, body.error ?? `The server answered ${response.status}.`);
    }
    return response;
}
