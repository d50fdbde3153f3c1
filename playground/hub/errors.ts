export interface FailureExtras {
    /** `X-Error-Code`: RepoNotFound, RevisionNotFound, EntryNotFound or GatedRepo on the Hub (huggingface_hub `utils/_http.py`). */
    code?: string;
    headers?: Record<string, string>;
    /** The JSON body where it is not the usual `{error: message}`. */
    body?: Record<string, unknown>;
    /** Content hosts answer in plain text. */
    plain?: boolean;
}

/** A header is one line of printable ASCII. */
const headerText = (message: string): string => message.replace(/[^\x20-\x7e]+/g, ' ').trim();

/** A refusal on its way to becoming an HTTP answer. */
export class HubFailure extends Error {
    constructor(readonly status: number, message: string, readonly extras: FailureExtras = {}) {
        super(message);
        this.name = 'HubFailure';
    }

    toResponse(): Response {
        const { code, headers, body, plain } = this.extras;
        const shared = { ...(code ? { 'X-Error-Code': code } : {}), 'X-Error-Message': headerText(this.message), ...headers };
        if (plain) {
            return new Response(this.message, { status: this.status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...shared } });
        }
        return Response.json(body ?? { error: this.message }, { status: this.status, headers: shared });
    }
}

/** What an anonymous caller is told about anything that is missing or private, so that names cannot be probed. */
export const credentialsWanted = (): HubFailure =>
    new HubFailure(401, 'Invalid username or password.', { headers: { 'WWW-Authenticate': 'Bearer realm="Authentication required", charset="UTF-8"' } });

export const badCredentials = (): HubFailure => new HubFailure(401, 'Invalid credentials in Authorization header');
export const repoNotFound = (): HubFailure => new HubFailure(404, 'Repository not found', { code: 'RepoNotFound' });
export const revisionNotFound = (rev: string): HubFailure => new HubFailure(404, `Invalid rev id: ${rev}`, { code: 'RevisionNotFound' });
export const entryNotFound = (message = 'Entry not found', plain = false): HubFailure => new HubFailure(404, message, { code: 'EntryNotFound', plain });
export const forbidden = (message: string): HubFailure => new HubFailure(403, message);
export const disabledResource = (): HubFailure => forbidden('Access to this resource is disabled.');
export const pageNotFound = (): HubFailure => new HubFailure(404, 'Sorry, we can\'t find the page you are looking for.');

/** The form in which the Hub's schema library reports a bad parameter. */
export const invalidParameter = (problem: string, at: string): HubFailure => new HubFailure(400, `✖ ${problem}\n  → at ${at}`);
