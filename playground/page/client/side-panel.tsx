import { IconButton } from '@rocket.chat/fuselage';
import type { ReactNode } from 'react';
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
            <aside className='panel' aria-label={title} onKeyDown={({ key }) => key === 'Escape' && workspace.show(undefined)}>
                <header className='panel__header'>
                    <h2>{title}</h2>
                    <IconButton small icon='cross' title='Close' aria-label={`Close ${title}`} onClick={() => workspace.show(undefined)} />
                </header>
                {children}
            </aside>
        </FocusScope>
    );
}

function Thread({ rootId }: { rootId: string }) {
    const [, state] = useWorkspace();
    const room = state.rooms.find(({ id }) => id === state.roomId);
    const root = state.histories[state.roomId ?? '']?.messages.find(({ id }) => id === rootId);
    const replies = state.threads[rootId];
    if (!room || !replies) {
        return <p className='empty' aria-busy='true'>Loading the thread…</p>;
    }
    const messages = shown(state, root ? [root, ...replies] : replies, ({ threadId }) => threadId === rootId);
    return (
        <>
            <MessageList key={rootId} messages={messages} more={false} label='Thread' inThread />
            <Composer key={`composer ${rootId}`} room={room} threadId={rootId} />
        </>
    );
}
