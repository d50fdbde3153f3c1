import type { Surface } from '../../ui/view';
import type { EngineCall } from './call';

/**
 * Submitting or closing a surface tells the user but not the room: where it was opened is written into its id.
 * It comes back from the client, so it decides only where the same user sees the answer.
 */
export interface Origin {
    readonly roomId: string;
    readonly threadId?: string;
}

/** Where this call comes from. */
export function originOf(call: Pick<EngineCall, 'room' | 'threadId'>): Origin {
    return { roomId: call.room.id, ...(call.threadId !== undefined && { threadId: call.threadId }) };
}

const SEPARATOR = '|';

/** The surface with its origin in its id. */
export function withOrigin(surface: Surface, origin: Origin): Surface {
    return { ...surface, id: [surface.id, origin.roomId, origin.threadId ?? ''].join(SEPARATOR) };
}

/** Takes apart what `withOrigin` put together; no origin when the id is not ours. */
export function splitOrigin(viewId: string): { readonly surfaceId: string; readonly origin: Origin | undefined } {
    const [surfaceId = '', roomId, threadId] = viewId.split(SEPARATOR);
    return { surfaceId, origin: roomId ? { roomId, ...(threadId && { threadId }) } : undefined };
}
