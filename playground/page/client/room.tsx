import { IconButton } from '@rocket.chat/fuselage';
import { useEffect, useState } from 'react';
import { ActionButtons } from './action-buttons';
import { Composer } from './composer';
import { MessageList } from './message-list';
import { shown } from './state';
import { Tour } from './tour';
import { Waiting } from './waiting';
import { useWorkspace } from './workspace';

export function RoomView({ openDrawer, become }: { openDrawer: () => void; become: (user: string) => void }) {
    const [workspace, state] = useWorkspace();
    const room = state.rooms.find(({ id }) => id === state.roomId);
    const history = room && state.histories[room.id];
    const [isAtBottom, setAtBottom] = useState(true);
    const unread = room?.unread ?? 0;
    // What comes while its place is in sight is read.
    useEffect(() => {
        if (isAtBottom && unread > 0) {
            void workspace.markRead();
        }
    }, [workspace, isAtBottom, unread]);
    if (!room) {
        return <p className='empty'>This person is in no room yet.</p>;
    }
    const messages = shown(state, history?.messages ?? [], ({ roomId, threadId }) => roomId === room.id && threadId === undefined);
    const typing = state.typing[room.id] ?? [];
    return (
        <>
            <header className='room-header'>
                <IconButton small icon='burger-menu' className='phone-only' title='Rooms' aria-label='Rooms' onClick={openDrawer} />
                <div>
                    <h1>{room.title}</h1>
                    <p>{[room.topic ?? room.description, `${room.members.length} members`].filter(Boolean).join(' · ')}</p>
                </div>
                <ActionButtons context='roomAction' room={room} />
            </header>
            <Tour become={become} />
            {history ? (
                <MessageList key={room.id} messages={messages} more={history.more} unreadFrom={state.unreadFrom} loadOlder={() => workspace.loadOlder(room.id)} onBottom={setAtBottom} label={`Messages in ${room.title}`} />
            ) : <Waiting failed={state.unloaded === room.id} retry={() => void workspace.goTo(room.id, { push: false })} />}
            <p className='typing' aria-live='polite'>{typing.length > 0 && `${typing.join(', ')} is typing…`}</p>
            <Composer key={`composer ${room.id}`} room={room} />
        </>
    );
}
