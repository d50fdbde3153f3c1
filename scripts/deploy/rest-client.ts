import { DeployError } from './deploy-error';
import type { Credentials } from './options';

/** What the server answered. `body` is its JSON, undefined when it sent something else. */
export interface Answer {
    readonly status: number;
    readonly body: unknown;
}

export interface RestClientOptions {
    /** The workspace's address without a slash at its end. */
    readonly url: string;
    readonly credentials: Credentials;
    readonly timeouts?: Timeouts;
}

/** Milliseconds. An upload also waits until the server has started the app. */
export interface Timeouts {
    readonly read: number;
    readonly upload: number;
}

const TIMEOUTS: Timeouts = { read: 30_000, upload: 180_000 };

/** Rocket.Chat's REST API over `fetch`. Redirects are refused: the token's headers would go along to wherever they lead. */
export class RestClient {
    private readonly timeouts: Timeouts;

    constructor(private readonly options: RestClientOptions) {
        this.timeouts = options.timeouts ?? TIMEOUTS;
    }

    /** Without credentials, for what anybody may read. */
    getAnonymously(path: string): Promise<Answer> {
        return this.send(path, { method: 'GET' }, this.timeouts.read);
    }

    get(path: string): Promise<Answer> {
        return this.send(path, { method: 'GET', headers: this.credentials() }, this.timeouts.read);
    }

    postForm(path: string, form: FormData): Promise<Answer> {
        return this.send(path, { method: 'POST', headers: this.credentials(), body: form }, this.timeouts.upload);
    }

    /** A text that came from the server, as one line without control characters and without our secrets. */
    quote(text: string): string {
        const { token, secondFactor } = this.options.credentials;
        const secrets = [token, secondFactor?.code].filter((secret) => secret !== undefined);
        const line = text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').trim();
        const clean = secrets.reduce((result, secret) => result.replaceAll(secret, '[redacted]'), line);
        return clean.length > MAX_QUOTE ? `${clean.slice(0, MAX_QUOTE)}…` : clean;
    }

    private credentials(): Record<string, string> {
        const { token, userId, secondFactor } = this.options.credentials;
        return {
            'x-auth-token': token,
            'x-user-id': userId,
            ...(secondFactor && { 'x-2fa-code': secondFactor.code, 'x-2fa-method': secondFactor.method }),
        };
    }

    private async send(path: string, init: RequestInit, timeout: number): Promise<Answer> {
        try {
            const response = await fetch(this.options.url + path, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
            this.refuseRedirect(response);
            return { status: response.status, body: parseJson(await response.text()) };
        } catch (error) {
            throw error instanceof DeployError ? error : this.connectionError(error, timeout);
        }
    }

    private refuseRedirect(response: Response): void {
        if (response.status >= 300 && response.status < 400) {
            const target = this.quote(response.headers.get('location') ?? 'another address');
            throw new DeployError(`The server redirects to ${target}.`, 'Your token is not sent there. If that is the workspace, give its address as --url.');
        }
    }

    private connectionError(error: unknown, timeout: number): DeployError {
        if (error instanceof DOMException && error.name === 'TimeoutError') {
            return new DeployError(`${this.options.url} did not answer within ${timeout / 1000} s.`, 'Look at the app in Rocket.Chat before you try again: the server may still be at work.');
        }
        const code = causeCode(error);
        const remedy = CONNECTION_REMEDIES.find(([pattern]) => pattern.test(code))?.[1];
        return new DeployError(`${this.options.url} can't be reached (${code}).`, remedy ?? 'Check the address and the network.');
    }
}

const MAX_QUOTE = 300;

const CONNECTION_REMEDIES: ReadonlyArray<readonly [RegExp, string]> = [
    [/ENOTFOUND|EAI_AGAIN/, 'There is no such host name; check --url.'],
    [/ECONNREFUSED/, 'Nothing listens there; check the port and whether the server runs.'],
    [/ECONNRESET|EPIPE|UND_ERR_SOCKET/, 'The connection was cut. A proxy in front of Rocket.Chat may refuse uploads of this size.'],
    [/CERT|SELF_SIGNED|UNABLE_TO/, 'Its certificate is not trusted here. NODE_EXTRA_CA_CERTS=<file> adds your own certificate authority.'],
];

/** `fetch` says no more than "fetch failed"; what failed stands in the cause. */
function causeCode(error: unknown): string {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
        return cause.code;
    }
    return error instanceof Error ? error.name : 'unknown error';
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
