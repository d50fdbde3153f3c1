import { Button } from '@rocket.chat/fuselage';
import type { Start } from './api';
import type { Message, Room } from './state';
import { useClient, useSelected } from './workspace';

type Context = 'messageAction' | 'messageBoxAction' | 'roomAction';
type Registered = Start['buttons'][number];

interface When {
    readonly roomTypes?: readonly string[];
    readonly messageActionContext?: readonly string[];
    readonly hasOneRole?: readonly string[];
    readonly hasAllRoles?: readonly string[];
}

const ROOM_TYPES = { c: 'public_channel', p: 'private_channel', d: 'direct' } as const;

/** Where an app wants its button; like Rocket.Chat's client this only hides it, and the app has to check the click. */
function fits({ context, when }: Registered, { room, roles, inThread }: { room: Room; roles: readonly string[]; inThread: boolean }): boolean {
    const { roomTypes, messageActionContext, hasOneRole, hasAllRoles } = (when ?? {}) as When;
    return (roomTypes?.includes(ROOM_TYPES[room.type]) ?? true)
        && (context !== 'messageAction' || (messageActionContext?.includes(inThread ? 'threads' : 'message') ?? true))
        && (hasOneRole?.some((role) => roles.includes(role)) ?? true)
        && (hasAllRoles?.every((role) => roles.includes(role)) ?? true);
}

interface Place {
    readonly context: Context;
    readonly room: Room;
    readonly message?: Message;
    readonly threadId?: string;
    /** The message is shown in a thread, be it a reply or the thread's root. */
    readonly inThread?: boolean;
    readonly text?: string;
}

/** The buttons that the app has registered for this place. */
export function ActionButtons({ context, room, message, threadId, inThread = false, text }: Place) {
    const workspace = useClient();
    const user = useSelected((state) => state.user);
    const start = useSelected((state) => state.start);
    const roles = start?.people.find(({ username }) => username === user)?.roles ?? [];
    const buttons = (start?.buttons ?? []).filter((button) => button.context === context && fits(button, { room, roles, inThread }));
    return buttons.map(({ actionId, labelI18n }) => (
        <Button key={actionId} small onClick={() => void workspace.pressButton({ actionId, context }, { messageId: message?.id, threadId, text })}>
            {start?.texts[String(labelI18n)] ?? String(labelI18n)}
        </Button>
    ));
}
