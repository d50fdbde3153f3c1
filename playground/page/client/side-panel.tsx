import { IconButton } from '@rocket.chat/fuselage';
import type { KeyboardEvent, ReactNode } from 'react';
import { FocusScope } from 'react-aria';
import { Composer } from './composer';
import { HubPanel } from './hub-panel';
import { LogPanel } from './log-panel';
import { MessageList } from './message-list';
import { SettingsPanel } from './settings-panel';
import { shown } from './state';
import { ContextualBar } from './surfaces';
import { useWorkspace } from './workspace';

const TITLES = { thread: 'Thread', settings: 'HF TeamFlow settings', log: 'HF TeamFlow log', hub: 'Hugging Face stand-in' };

/** What lies right of the room: one thing at a time, as in Rocket.Chat. */
export function SidePanel() {
    const [, { panel }] = useWorkspace();
    switch (panel?.kind) {
        case 'thread':
            return <Panel title={TITLES.thread}><Thread rootId={panel.rootId} /></Panel>;
        case 'settings':
            return <Panel title={TITLES.settings}><SettingsPanel /></Panel>;
        case 'log':
            return <Panel title={TITLES.log}><LogPanel /></Panel>;
        case 'hub':
            return <Panel title={TITLES.hub}><HubPanel /></Panel>;
        case undefined:
            return <ContextualBar />;
    }
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
    const [workspace] = useWorkspace();
    return (
        <FocusScope restoreFocus>
            <aside className='panel' aria-label={title} onKeyDown={(event) => isToClose(event) && workspace.show(undefined)}>
                <header className='panel__header'>
                    <h2>{title}</h2>
                    <IconButton small icon='cross' title='Close' aria-label={`Close ${title}`} onClick={() => workspace.show(undefined)} />
                </header>
                {children}
            </aside>
        </FocusScope>
    );
}

/** Escape, unless it closed something in the panel. */
const isToClose = (event: KeyboardEvent): boolean => event.key === 'Escape' && !event.defaultPrevented && event.target instanceof Element && !event.target.closest('dialog');

function Thread({ rootId }: { rootId: string }) {
    const [, state] = useWorkspace();
    const room = state.rooms.find(({ id }) => id === state.roomId);
    const thread = state.threads[rootId];
    if (!room || !thread) {
        return <p className='empty' aria-busy='true'>Loading the thread…</p>;
    }
    return (
        <>
            <MessageList key={rootId} messages={shown(state, thread, ({ threadId }) => threadId === rootId)} more={false} label='Thread' inThread />
            <Composer key={`composer ${rootId}`} room={room} threadId={rootId} />
        </>
    );
}
