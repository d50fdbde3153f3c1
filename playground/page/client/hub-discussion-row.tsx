import { Button, Tag } from '@rocket.chat/fuselage';
import { useState, type FormEvent } from 'react';
import { actorIn, type Do, type Hub, type HubRepo } from './hub-view';
import { useSelected } from './workspace';

interface Props {
    readonly repo: HubRepo;
    readonly discussion: Hub['discussions'][number];
    readonly change: Do;
}

/** A pull request or discussion: somebody comments on it, closes or merges it. */
export function HubDiscussionRow({ repo: shown, discussion: { num, title, isPullRequest, status }, change }: Props) {
    const by = useSelected((state) => actorIn(shown, state.user));
    const [text, setText] = useState('Looks good to me.');
    const repo = { type: shown.type, id: shown.id };
    const name = `${shown.id} #${num}`;
    const comment = (event: FormEvent): void => {
        event.preventDefault();
        if (by !== undefined) {
            change({ kind: 'comment', repo, num, author: by, text });
        }
    };
    const become = (label: string, next: 'merged' | 'closed' | 'open') => {
        const turn = (author: string): void => change(next === 'merged' || isPullRequest ? { kind: 'pull-request-status', repo, num, status: next, by: author } : { kind: 'discussion-status', repo, num, status: next, by: author });
        return <Button small aria-label={`${label} ${name}`} disabled={by === undefined} onClick={() => by !== undefined && turn(by)}>{label}</Button>;
    };
    const isOpen = status === 'open' || status === 'draft';
    return (
        <form className='row row--start' onSubmit={comment}>
            <span>{`${title} – ${name}`} <Tag>{status}</Tag></span>
            <input required maxLength={500} value={text} aria-label={`Comment on ${name}`} onChange={({ target }) => setText(target.value)} />
            <Button type='submit' small aria-label={`Comment on ${name}`} disabled={by === undefined}>Comment</Button>
            {isPullRequest && status === 'open' && become('Merge', 'merged')}
            {isOpen && become('Close', 'closed')}
            {status === 'closed' && become('Reopen', 'open')}
        </form>
    );
}
