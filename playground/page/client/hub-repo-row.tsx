import { Button } from '@rocket.chat/fuselage';
import type { Do, HubRepo } from './hub-view';

const ACCESS = { open: 'for everybody', auto: 'for whoever asks', manual: 'for whom its owners let in' } as const;

/** One repository: who sees it, and who may download it. */
export function HubRepoRow({ repo: { type, id, isPrivate, gated, head }, hubUrl, change }: { repo: HubRepo; hubUrl: string; change: Do }) {
    const repo = { type, id };
    return (
        <div className='row row--start'>
            <a href={`${hubUrl}/${type === 'model' ? '' : `${type}s/`}${id}`} target='_blank' rel='noreferrer'>{id}</a>
            <span>{`${type}, main at ${head ?? 'nothing'}${isPrivate ? ', private' : ''}`}</span>
            <Button small aria-label={`Make ${isPrivate ? 'public' : 'private'}: ${type} ${id}`} onClick={() => change({ kind: 'repo-config', repo, private: !isPrivate })}>{isPrivate ? 'Make public' : 'Make private'}</Button>
            {type !== 'space' && (
                <select aria-label={`Downloads of ${type} ${id}`} value={gated === false ? 'open' : gated} onChange={({ target: { value } }) => change({ kind: 'repo-config', repo, gated: value === 'auto' || value === 'manual' ? value : false })}>
                    {Object.entries(ACCESS).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
                </select>
            )}
        </div>
    );
}
