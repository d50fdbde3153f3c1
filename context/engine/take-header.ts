import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';
import { MASK } from '../../services/hub';

/**
 * Takes a secret header, named in lower case, out of a request and answers its value.
 *
 * Before a handler runs, the engine copies the whole request into the app's log, which admins read for 30 days and in which Rocket.Chat
 * masks passwords and cookies alone. The copy is masked here while it waits in the logger for the end of the request; an engine that
 * keeps it elsewhere has it in its log. Source: @rocket.chat/apps-engine, deno-runtime/handlers/api-handler.ts and lib/logger.ts.
 */
export function takeHeader(request: IApiRequest, name: string, logger: ILogger): string | undefined {
    const { [name]: value, ...others } = request.headers;
    request.headers = others;
    for (const headers of loggedHeaders(logger)) {
        if (name in headers) {
            headers[name] = MASK;
        }
    }
    return value;
}

/** The headers of all requests in the logger's entries, which are no part of its interface. */
function loggedHeaders(logger: ILogger): Record<string, unknown>[] {
    const { entries } = logger as { readonly entries?: unknown };
    return listed(entries).flatMap((entry) => (isRecord(entry) ? listed(entry.args) : [])).flatMap((logged) => (isRecord(logged) && isRecord(logged.headers) ? [logged.headers] : []));
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
