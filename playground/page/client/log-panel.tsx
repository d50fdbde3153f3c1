import { Button } from '@rocket.chat/fuselage';
import { useState } from 'react';
import type { Answer, Api } from './api';
import { useAnswer } from './waiting';

const askLogs = (api: Api): Promise<Answer<'logs'>> => api.call('logs', {});

/** What the app and the engine logged, newest first: one entry for each call the app handled. */
export function LogPanel() {
    const { answer: entries, waiting, load } = useAnswer(askLogs);
    const [everything, setEverything] = useState(false);
    if (!entries) {
        return waiting;
    }
    const shown = entries.map((entry) => ({ ...entry, entries: entry.entries.filter(({ severity }) => everything || severity !== 'debug') })).filter((entry) => everything || entry.entries.length > 0);
    return (
        <div className='panel__body'>
            <p><Button small onClick={() => void load()}>Refresh</Button> <label><input type='checkbox' checked={everything} onChange={({ target }) => setEverything(target.checked)} /> The engine’s own entries too</label></p>
            {shown.length === 0 && <p className='empty'>The app has logged nothing but the engine’s debug entries.</p>}
            {shown.map((entry, index) => (
                <details key={`${String(entry.startTime)} ${index}`}>
                    <summary>{`${new Date(entry.startTime).toLocaleTimeString()} ${entry.method}`}</summary>
                    {entry.entries.map(({ severity, args }, line) => <pre key={line}>{`${severity}: ${args.map((part) => (typeof part === 'string' ? part : JSON.stringify(part, null, 1))).join(' ')}`}</pre>)}
                </details>
            ))}
        </div>
    );
}
