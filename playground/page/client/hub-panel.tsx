import { Button, Tag } from '@rocket.chat/fuselage';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import type { z } from 'zod';
import type { Verbs } from '../server/verbs';
import type { Answer, Api } from './api';
import { useAnswer } from './waiting';
import { useSelected, useWorkspace } from './workspace';

type Hub = NonNullable<Answer<'hub'>['hub']>;
type Change = z.input<Verbs['hubChange']['schema']>;
type Do = (change: Change) => void;

const askHub = (api: Api): Promise<Answer<'hub'>> => api.call('hub', {});

const REFRESH_MS = 2000;
const STAGES = ['RUNNING', 'BUILDING', 'APP_STARTING', 'SLEEPING', 'PAUSED', 'STOPPED', 'BUILD_ERROR', 'RUNTIME_ERROR', 'CONFIG_ERROR', 'NO_APP_FILE'] as const;
const TROUBLES = { none: 'It works', 'rate-limited': 'It limits the rate', down: 'It is down' } as const;

/** The other side: what the stand-in Hugging Face holds, and switches that let something happen there. */
export function HubPanel() {
    const [workspace, { start }] = useWorkspace();
    const { answer, waiting, load } = useAnswer(askHub);
    useEffect(() => {
        const timer = window.setInterval(() => void load(), REFRESH_MS);
        return () => window.clearInterval(timer);
    }, [load]);
    if (!answer) {
        return waiting;
    }
    const { hub } = answer;
    if (!hub) {
        return <p className='empty'>{`Hugging Face is ${start?.hubUrl ?? 'elsewhere'} here, which this page cannot change.`}</p>;
    }
    const change: Do = (wanted) => void workspace.attempt(async () => {
        await workspace.demand().call('hubChange', wanted);
        await load();
    });
    const enable = (id: string): void => void workspace.attempt(() => workspace.demand().call('enableWebhook', { id }));
    return (
        <div className='panel__body'>
            <p><a href={hub.url} target='_blank' rel='noreferrer'>Open the stand-in’s own pages</a></p>
            <fieldset>
                <legend>Hugging Face itself</legend>
                {Object.entries(TROUBLES).map(([trouble, label]) => (
                    <label key={trouble}><input type='radio' name='trouble' checked={hub.trouble === trouble} onChange={() => change({ kind: 'trouble', trouble: trouble as keyof typeof TROUBLES })} /> {label}</label>
                ))}
            </fieldset>
            <PushForm repos={hub.repos} change={change} />
            <Section title='Spaces' empty='There are none.'>{hub.spaces.map((space) => <SpaceRow key={space.id} space={space} change={change} />)}</Section>
            <Section title='Repositories' empty='There are none.'>
                {hub.repos.map(({ type, id, isPrivate, head }) => <p key={`${type} ${id}`}><a href={`${hub.url}/${type === 'model' ? '' : `${type}s/`}${id}`} target='_blank' rel='noreferrer'>{id}</a> {`${type}, main at ${head ?? 'nothing'}${isPrivate ? ', private' : ''}`}</p>)}
            </Section>
            <Section title='Credits' empty=''>
                {hub.accounts.map(({ name, outOfCredits }) => <label key={name}><input type='checkbox' checked={outOfCredits} onChange={() => change({ kind: 'credits', account: name, out: !outOfCredits })} /> {`${name} has none left`}</label>)}
            </Section>
            <Section title='Jobs' empty='None was started.'>{hub.jobs.map(({ id, owner, flavor, stage }) => <p key={id}><code>{id.slice(0, 8)}</code> {`${owner}, ${flavor}`} <Tag>{stage}</Tag></p>)}</Section>
            <Section title='Webhooks' empty='Nobody has registered one.'>
                {hub.webhooks.map(({ id, owner, watched, target, disabled }) => (
                    <p key={id}>{`${owner} watches ${watched} → ${target}`} <Tag>{disabled === false ? 'enabled' : disabled === true ? 'disabled' : 'suspended after failures'}</Tag> {disabled !== false && <Button small onClick={() => enable(id)}>Enable</Button>}</p>
                ))}
            </Section>
            <Section title='Sent to webhooks' empty='Nothing yet. A commit or a pull request is; a Space’s stage is not: Hugging Face has no webhook for it.'>
                {hub.deliveries.map(({ id, at, event, repo, stage, status, error }) => <p key={id}>{`${new Date(at).toLocaleTimeString()} ${event} ${repo}`} <Tag>{`${stage}${status === undefined ? '' : ` ${status}`}`}</Tag> {error}</p>)}
            </Section>
            <Section title='Requests' empty='None yet.'>{hub.requests.map(({ host, method, path, status, hasAuth }, index) => <p key={index}><code>{`${method} ${host === 'hub' ? '' : `${host}:`}${path}`}</code> <Tag>{status === 0 ? 'no answer' : status}</Tag> {hasAuth && 'signed in'}</p>)}</Section>
        </div>
    );
}

function Section({ title, empty, children }: { title: string; empty: string; children: readonly ReactNode[] }) {
    return <details open={title === 'Spaces'}><summary>{`${title} (${children.length})`}</summary>{children.length === 0 ? <p className='mark'>{empty}</p> : <div className='rows'>{children}</div>}</details>;
}

function SpaceRow({ space: { id, stage, hardware, cpu = 0 }, change }: { space: Hub['spaces'][number]; change: Do }) {
    const stages: readonly string[] = STAGES;
    return (
        <div className='row'>
            <span>{`${id} (${hardware ?? 'static'})`}</span>
            <select aria-label={`Stage of ${id}`} value={stage} onChange={({ target }) => change({ kind: 'space-stage', space: id, stage: target.value as (typeof STAGES)[number], ...(target.value.includes('ERROR') && { errorMessage: 'Exit code: 1. Reason: the playground’s panel said so.' }) })}>
                {[...new Set([stage, ...stages])].map((name) => <option key={name}>{name}</option>)}
            </select>
            <label>CPU <input type='range' min={0} max={100} step={5} value={cpu} aria-label={`CPU of ${id}`} onChange={({ target }) => change({ kind: 'space-cpu', space: id, percent: Number(target.value) })} /> {`${cpu} %`}</label>
        </div>
    );
}

function PushForm({ repos, change }: { repos: Hub['repos']; change: Do }) {
    const user = useSelected((state) => state.user);
    const [chosen, setChosen] = useState('model acme/bert-prod');
    const [title, setTitle] = useState('Retrain on the new data');
    const repo = repos.find(({ type, id }) => `${type} ${id}` === chosen);
    const author = repo?.writers.find((name) => name === user) ?? repo?.writers[0];
    const push = (event: FormEvent<HTMLFormElement>): void => {
        event.preventDefault();
        const { submitter } = event.nativeEvent as SubmitEvent;
        if (repo && author !== undefined) {
            change({ kind: submitter?.getAttribute('value') === 'open-pull-request' ? 'open-pull-request' : 'commit', repo: { type: repo.type, id: repo.id }, title, author, files: [{ path: 'notes.md', content: `${title}\n${new Date().toISOString()}\n` }] });
        }
    };
    return (
        <form onSubmit={push}>
            <fieldset>
                <legend>Push</legend>
                <label>Repository <select value={chosen} onChange={({ target }) => setChosen(target.value)}>{repos.map(({ type, id }) => <option key={`${type} ${id}`}>{`${type} ${id}`}</option>)}</select></label>
                {repo && <p className='mark'>{`main is at ${repo.head ?? 'nothing'}: ${repo.lastCommit ?? ''}${repo.isPrivate ? ' (private)' : ''}. ${author ?? ''} pushes.`}</p>}
                <label>Title <input required minLength={3} maxLength={200} value={title} onChange={({ target }) => setTitle(target.value)} /></label>
                <p><Button type='submit' small primary disabled={author === undefined}>Push a commit</Button> <Button type='submit' small value='open-pull-request' disabled={author === undefined}>Open a pull request</Button></p>
            </fieldset>
        </form>
    );
}
