import { Badge, Icon, IconButton } from '@rocket.chat/fuselage';
import { useId } from 'react';
import { UserAvatar } from './avatar';
import type { Person, Room } from './state';
import { pathOf, useWorkspace } from './workspace';

interface Props {
    readonly become: (user: string) => void;
    readonly theme: 'light' | 'dark';
    readonly setTheme: (theme: 'light' | 'dark') => void;
    /** On a phone the list lies over the room until one is chosen. */
    readonly leave: () => void;
}

export function Sidebar({ become, theme, setTheme, leave }: Props) {
    const [workspace, state] = useWorkspace();
    const people = state.start?.people ?? [];
    const isAdmin = people.find(({ username }) => username === state.user)?.roles.includes('admin') ?? false;
    const show = (kind: 'settings' | 'log' | 'hub'): void => {
        workspace.show(state.panel?.kind === kind ? undefined : { kind });
        leave();
    };
    return (
        <nav className='sidebar' aria-label='Rooms'>
            <div className='sidebar__bar'>
                <UserAvatar username={state.user} size='x28' />
                <span className='sidebar__tools'>
                    {isAdmin && <IconButton small icon='cog' title='App settings' aria-label='App settings' pressed={state.panel?.kind === 'settings'} onClick={() => show('settings')} />}
                    {isAdmin && <IconButton small icon='list-bullets' title='App log' aria-label='App log' pressed={state.panel?.kind === 'log'} onClick={() => show('log')} />}
                    <IconButton small icon='cube' title='Hugging Face stand-in' aria-label='Hugging Face stand-in' pressed={state.panel?.kind === 'hub'} onClick={() => show('hub')} />
                    <IconButton small icon='lamp-bulb' title='Guided tour' aria-label='Guided tour' pressed={state.tour !== undefined} onClick={() => workspace.goToStep(state.tour === undefined ? 0 : undefined)} />
                    <IconButton small icon={theme === 'dark' ? 'sun' : 'moon'} title={theme === 'dark' ? 'Light theme' : 'Dark theme'} aria-label={theme === 'dark' ? 'Light theme' : 'Dark theme'} onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')} />
                    <IconButton small icon='cross' className='phone-only' title='Close the list' aria-label='Close the list' onClick={leave} />
                </span>
            </div>
            <UserSwitch people={people} become={become} />
            <Group title='Channels' rooms={state.rooms.filter(({ type }) => type !== 'd')} leave={leave} />
            <Group title='Direct messages' rooms={state.rooms.filter(({ type }) => type === 'd')} leave={leave} />
            <NewDirect people={people} leave={leave} />
        </nav>
    );
}

function UserSwitch({ people, become }: { people: readonly Person[]; become: (user: string) => void }) {
    const [, { user }] = useWorkspace();
    const id = useId();
    return (
        <div className='switch'>
            <label htmlFor={id}>You are</label>
            <select id={id} value={user} onChange={({ target }) => become(target.value)}>
                {people.filter(({ type }) => type === 'user').map(({ username, name, roles }) => <option key={username} value={username}>{`${name} · ${roles.join(', ')}`}</option>)}
            </select>
            <a href={`/?as=${encodeURIComponent(user)}`} target='_blank' rel='noreferrer'>Open another tab</a>
        </div>
    );
}

function Group({ title, rooms, leave }: { title: string; rooms: readonly Room[]; leave: () => void }) {
    if (rooms.length === 0) {
        return null;
    }
    return (
        <section aria-label={title}>
            <h2 className='sidebar__title'>{title}</h2>
            <ul>{rooms.map((room) => <li key={room.id}><RoomLink room={room} leave={leave} /></li>)}</ul>
        </section>
    );
}

const ICONS = { c: 'hash', p: 'hashtag-lock', d: 'at' } as const;

function RoomLink({ room, leave }: { room: Room; leave: () => void }) {
    const [workspace, { roomId }] = useWorkspace();
    return (
        <a
            href={pathOf(room) + window.location.search}
            className={`room-link ${room.unread > 0 ? 'room-link--unread' : ''}`}
            aria-current={roomId === room.id ? 'page' : undefined}
            onClick={(event) => {
                if (!event.metaKey && !event.ctrlKey) {
                    event.preventDefault();
                    leave();
                    void workspace.goTo(room.id);
                }
            }}
        >
            <Icon name={ICONS[room.type]} size='x18' />
            <span className='room-link__title'>{room.title}</span>
            {room.unread > 0 && <Badge variant='primary'><span aria-hidden>{Math.min(room.unread, 99)}</span><span className='unseen'>{`${room.unread} unread`}</span></Badge>}
        </a>
    );
}

function NewDirect({ people, leave }: { people: readonly Person[]; leave: () => void }) {
    const [workspace, { user }] = useWorkspace();
    return (
        <label className='switch'>
            <span>New direct message</span>
            <select value='' onChange={({ target }) => {
                leave();
                void workspace.openDirect(target.value);
            }}>
                <option value=''>Choose a person…</option>
                {people.filter(({ username }) => username !== user).map(({ username, name }) => <option key={username} value={username}>{name}</option>)}
            </select>
        </label>
    );
}
