import { Button, PaletteStyleTag, States, StatesAction, StatesActions, StatesIcon, StatesSubtitle, StatesTitle, Throbber } from '@rocket.chat/fuselage';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { RoomView } from './room';
import { Sidebar } from './sidebar';
import { SidePanel } from './side-panel';
import { Surfaces } from './surfaces';
import { useWorkspace, Workspace, WorkspaceProvider } from './workspace';

const FIRST_USER = 'alice';

/** Whose client this tab is: `?as=` says so, and survives a reload. A link of the app's has no such thing, and leads to who was here last. */
const userOfAddress = (): string => new URLSearchParams(window.location.search).get('as') ?? window.localStorage.getItem('user') ?? FIRST_USER;

export function App() {
    const [workspace, setWorkspace] = useState(() => new Workspace(userOfAddress()));
    const [theme, setTheme] = useTheme();
    useEffect(() => {
        const { user } = workspace.snapshot();
        // Entries of the history may be from the time when this tab was somebody else's.
        const sign = (): void => window.history.replaceState(null, '', `${window.location.pathname}?as=${encodeURIComponent(user)}`);
        const back = (): void => {
            sign();
            void workspace.goToPath(window.location.href);
        };
        const here = (): void => window.localStorage.setItem('user', user);
        const seen = (): void => void workspace.markRead();
        sign();
        here();
        void workspace.open(window.location.href);
        window.addEventListener('popstate', back);
        window.addEventListener('focus', here);
        document.addEventListener('visibilitychange', seen);
        return () => {
            window.removeEventListener('popstate', back);
            window.removeEventListener('focus', here);
            document.removeEventListener('visibilitychange', seen);
            workspace.close();
        };
    }, [workspace]);
    const become = (user: string): void => setWorkspace(new Workspace(user));
    return (
        <WorkspaceProvider value={workspace}>
            <PaletteStyleTag theme={theme} selector=':root' />
            <Screen key={workspace.snapshot().user} become={become} theme={theme} setTheme={setTheme} />
        </WorkspaceProvider>
    );
}

type Theme = 'light' | 'dark';

/** The system's choice until the visitor makes one. */
function useTheme(): readonly [Theme, (theme: Theme) => void] {
    const system = useSyncExternalStore(watchSystemTheme, () => (darkQuery.matches ? 'dark' : 'light'));
    const [chosen, setChosen] = useState(() => window.localStorage.getItem('theme'));
    const theme = chosen === 'dark' || chosen === 'light' ? chosen : system;
    useEffect(() => {
        document.documentElement.style.colorScheme = theme;
    }, [theme]);
    return [theme, (next) => {
        window.localStorage.setItem('theme', next);
        setChosen(next);
    }];
}

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');

function watchSystemTheme(changed: () => void): () => void {
    darkQuery.addEventListener('change', changed);
    return () => darkQuery.removeEventListener('change', changed);
}

function Screen({ become, theme, setTheme }: { become: (user: string) => void; theme: Theme; setTheme: (theme: Theme) => void }) {
    const [workspace, state] = useWorkspace();
    const [drawer, setDrawer] = useState(false);
    if (state.failure !== undefined) {
        return <Failure text={state.failure} retry={() => become(state.user)} />;
    }
    if (!state.start) {
        return <main className='starting' aria-busy='true'><Throbber /><p>Loading the workspace…</p></main>;
    }
    return (
        <div className={`app ${drawer ? 'app--drawer' : ''}`}>
            <Sidebar become={become} theme={theme} setTheme={setTheme} leave={() => setDrawer(false)} />
            <main className='app__room'>
                {!state.online && <p className='offline' role='status'>Waiting for the playground’s server. What you see may be old.</p>}
                <RoomView openDrawer={() => setDrawer(true)} become={become} />
            </main>
            <SidePanel />
            <Surfaces />
            <div className='notices' role='status'>
                {state.notices.map(({ id, text }) => (
                    <p key={id} className='notice'>{text}<Button small onClick={() => workspace.dismiss(id)}>Dismiss</Button></p>
                ))}
            </div>
        </div>
    );
}

function Failure({ text, retry }: { text: string; retry: () => void }) {
    return (
        <main className='starting'>
            <States>
                <StatesIcon name='warning' variation='danger' />
                <StatesTitle>The workspace could not be opened</StatesTitle>
                <StatesSubtitle>{text}</StatesSubtitle>
                <StatesActions><StatesAction onClick={retry}>Try again</StatesAction></StatesActions>
            </States>
        </main>
    );
}
