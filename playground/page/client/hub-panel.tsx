import { Button, Tag } from '@rocket.chat/fuselage';
import { useEffect, type ReactNode } from 'react';
import type { Answer, Api } from './api';
import { HubDiscussionRow } from './hub-discussion-row';
import { HubPushForm } from './hub-push-form';
import { HubRepoRow } from './hub-repo-row';
import { HubSpaceRow } from './hub-space-row';
import type { Do, Hub } from './hub-view';
import { useAnswer } from './waiting';
import { useWorkspace } from './workspace';

const askHub = (api: Api): Promise<Answer<'hub'>> => api.call('hub', {});

const REFRESH_MS = 2000;
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
            <HubPushForm repos={hub.repos} change={change} />
            <Section title='Spaces' empty='There are none.'>{hub.spaces.map((space) => <HubSpaceRow key={space.id} space={space} change={change} />)}</Section>
            <Section title='Pull requests and discussions' empty='There are none.'>{discussionRows(hub, change)}</Section>
            <Section title='Repositories' empty='There are none.'>{hub.repos.map((repo) => <HubRepoRow key={`${repo.type} ${repo.id}`} repo={repo} hubUrl={hub.url} change={change} />)}</Section>
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

function discussionRows({ repos, discussions }: Hub, change: Do): ReactNode[] {
    return discussions.flatMap((discussion) => {
        const repo = repos.find(({ type, id }) => type === discussion.type && id === discussion.id);
        return repo ? [<HubDiscussionRow key={`${discussion.type} ${discussion.id} ${discussion.num}`} repo={repo} discussion={discussion} change={change} />] : [];
    });
}

function Section({ title, empty, children }: { title: string; empty: string; children: readonly ReactNode[] }) {
    return <details open={title === 'Spaces'}><summary>{`${title} (${children.length})`}</summary>{children.length === 0 ? <p className='mark'>{empty}</p> : <div className='rows'>{children}</div>}</details>;
}
