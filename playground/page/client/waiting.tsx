import { Button } from '@rocket.chat/fuselage';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Api } from './api';
import { messageOf, useClient } from './workspace';

/** Stands where the server's answer will be. */
export function Waiting({ failed, retry }: { failed: boolean; retry: () => void }) {
    return failed ? <p className='empty' role='alert'>This could not be loaded. <Button small onClick={retry}>Try again</Button></p> : <p className='empty' aria-busy='true'>Loading…</p>;
}

/** What a panel shows, asked for when it opens and by `load`; `ask` stays the same function. Until it is there, `waiting` stands in its place. */
export function useAnswer<T>(ask: (api: Api) => Promise<T>): { readonly answer?: T; readonly waiting: ReactNode; readonly load: () => Promise<void> } {
    const workspace = useClient();
    const [state, setState] = useState<{ answer?: T; failed: boolean }>({ failed: false });
    const asked = useRef(0);
    const load = useCallback(async () => {
        const turn = asked.current += 1;
        try {
            const answer = await ask(workspace.demand());
            // An answer that was overtaken by a later question is older than what is shown.
            setState((shown) => (turn === asked.current ? { answer, failed: false } : shown));
        } catch (error) {
            setState(({ answer }) => ({ answer, failed: true }));
            if (turn === 1) {
                workspace.notice(messageOf(error));
            }
        }
    }, [workspace, ask]);
    useEffect(() => void load(), [load]);
    return { answer: state.answer, waiting: <Waiting failed={state.failed} retry={() => void load()} />, load };
}
