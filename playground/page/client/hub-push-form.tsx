import { Button } from '@rocket.chat/fuselage';
import { useState, type FormEvent } from 'react';
import { actorIn, type Do, type HubRepo } from './hub-view';
import { useSelected } from './workspace';

export function HubPushForm({ repos, change }: { repos: readonly HubRepo[]; change: Do }) {
    const user = useSelected((state) => state.user);
    const [chosen, setChosen] = useState('model acme/bert-prod');
    const [title, setTitle] = useState('Retrain on the new data');
    const shown = repos.find(({ type, id }) => `${type} ${id}` === chosen);
    const author = shown && actorIn(shown, user);
    const push = (event: FormEvent<HTMLFormElement>): void => {
        event.preventDefault();
        const { submitter } = event.nativeEvent as SubmitEvent;
        if (!shown || author === undefined) {
            return;
        }
        const repo = { type: shown.type, id: shown.id };
        const files = [{ path: 'notes.md', content: `${title}\n${new Date().toISOString()}\n` }];
        switch (submitter?.getAttribute('value')) {
            case 'open-pull-request':
                return change({ kind: 'open-pull-request', repo, title, author, files });
            case 'open-discussion':
                return change({ kind: 'open-discussion', repo, title, author, text: 'What do you think?' });
            default:
                return change({ kind: 'commit', repo, title, author, files });
        }
    };
    return (
        <form onSubmit={push}>
            <fieldset>
                <legend>Push</legend>
                <label>Repository <select value={chosen} onChange={({ target }) => setChosen(target.value)}>{repos.map(({ type, id }) => <option key={`${type} ${id}`}>{`${type} ${id}`}</option>)}</select></label>
                {shown && <p className='mark'>{`main is at ${shown.head ?? 'nothing'}: ${shown.lastCommit ?? ''}${shown.isPrivate ? ' (private)' : ''}. ${author ?? ''} pushes.`}</p>}
                <label>Title <input required minLength={3} maxLength={200} value={title} onChange={({ target }) => setTitle(target.value)} /></label>
                <p className='row row--start'>
                    <Button type='submit' small primary disabled={author === undefined}>Push a commit</Button>
                    <Button type='submit' small value='open-pull-request' disabled={author === undefined}>Open a pull request</Button>
                    <Button type='submit' small value='open-discussion' disabled={author === undefined}>Open a discussion</Button>
                </p>
            </fieldset>
        </form>
    );
}
