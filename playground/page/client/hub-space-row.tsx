import { Button } from '@rocket.chat/fuselage';
import { useState, type FormEvent } from 'react';
import type { Do, Hub } from './hub-view';

const STAGES = ['RUNNING', 'BUILDING', 'APP_STARTING', 'SLEEPING', 'PAUSED', 'STOPPED', 'BUILD_ERROR', 'RUNTIME_ERROR', 'CONFIG_ERROR', 'NO_APP_FILE'] as const;

/** One Space: its stage, its load, and a line that its app writes into its log. */
export function HubSpaceRow({ space: { id, stage, hardware, cpu = 0, memory }, change }: { space: Hub['spaces'][number]; change: Do }) {
    const stages: readonly string[] = STAGES;
    const setLoad = (percent: number, memoryPercent: number): void => change({ kind: 'space-cpu', space: id, percent, memoryPercent });
    return (
        <div className='row'>
            <span>{`${id} (${hardware ?? 'static'})`}</span>
            <select aria-label={`Stage of ${id}`} value={stage} onChange={({ target }) => change({ kind: 'space-stage', space: id, stage: target.value as (typeof STAGES)[number], ...(target.value.includes('ERROR') && { errorMessage: 'Exit code: 1. Reason: the playground’s panel said so.' }) })}>
                {[...new Set([stage, ...stages])].map((name) => <option key={name}>{name}</option>)}
            </select>
            <label>CPU <input type='range' min={0} max={100} step={5} value={cpu} aria-label={`CPU of ${id}`} onChange={({ target }) => setLoad(Number(target.value), memory)} /> {`${cpu} %`}</label>
            <label>Memory <input type='range' min={0} max={100} step={5} value={memory} aria-label={`Memory of ${id}`} onChange={({ target }) => setLoad(cpu, Number(target.value))} /> {`${memory} %`}</label>
            {hardware !== null && <LogLine space={id} change={change} />}
        </div>
    );
}

function LogLine({ space, change }: { space: string; change: Do }) {
    const [line, setLine] = useState('RuntimeError: CUDA out of memory');
    const write = (event: FormEvent): void => {
        event.preventDefault();
        change({ kind: 'space-log', space, lines: [line] });
    };
    return (
        <form className='row' onSubmit={write}>
            <input required maxLength={500} value={line} aria-label={`Line for the log of ${space}`} onChange={({ target }) => setLine(target.value)} />
            <Button type='submit' small aria-label={`Write to the log of ${space}`}>Write to the log</Button>
        </form>
    );
}
