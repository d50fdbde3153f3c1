import type { MessageView } from './message-view';
import type { Block, MessageRecord } from './records';

/** An ephemeral message: seen by one user's open sessions, stored nowhere. */
export type EphemeralMessage = Omit<MessageRecord, 'createdAt' | 'updatedAt'> & { createdAt: number };

/** A modal or contextual bar as the app sent it. */
export interface SurfaceView {
    id: string;
    type: string;
    appId: string;
    title: { text?: string; [field: string]: unknown };
    blocks: Block[];
    submit?: Record<string, unknown>;
    close?: Record<string, unknown>;
    [field: string]: unknown;
}

export type SurfaceKind = 'modal' | 'contextualBar';

/** What the clients of a workspace are told. */
export type HostEvent =
    | { type: 'message'; message: MessageView }
    | { type: 'updated'; message: MessageView }
    | { type: 'deleted'; messageId: string; roomId: string }
    | { type: 'ephemeral'; user: string; message: MessageView<EphemeralMessage> }
    | { type: 'reaction'; message: MessageView; user: string; emoji: string; on: boolean }
    | { type: 'surface'; user: string; kind: SurfaceKind; mode: 'open' | 'update'; view: SurfaceView }
    | { type: 'surfaceClosed'; user: string; surfaceId: string }
    | { type: 'viewErrors'; user: string; surfaceId: string; errors: Record<string, string> }
    | { type: 'typing'; roomId: string; name: string; on: boolean }
    /** `left`: usernames of those who were members until now. */
    | { type: 'room'; roomId: string; left?: string[] }
    | { type: 'read'; user: string; roomId: string; at: number }
    | { type: 'commandError'; user: string; command: string; error: string };

export type HostListener = (event: HostEvent) => void;

/** Hands every event to every listener, in the order in which they were added. */
export class EventHub {
    private readonly listeners = new Set<HostListener>();

    /** Answers a function that takes the listener off again. */
    on(listener: HostListener): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    emit(event: HostEvent): void {
        for (const listener of [...this.listeners]) {
            listener(event);
        }
    }
}
