import { Button, Icon, IconButton, Skeleton } from '@rocket.chat/fuselage';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MessageFile } from '../../host/workspace/records';
import { Refusal } from './api';
import { useClient } from './workspace';

const PREVIEWED = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** A browser may begin to save only after the click was dealt with. */
const REVOKE_AFTER_MS = 10_000;

const sizes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'byte', unitDisplay: 'narrow', notation: 'compact' });

/** A file of the workspace: its picture, or what it is called and a button that saves it. The server wants the login's headers, which no `src` can send. */
export function StoredFile({ file: { id, name, type } }: { readonly file: MessageFile }) {
    const workspace = useClient();
    const [blob, setBlob] = useState<Blob>();
    const [failure, setFailure] = useState<string>();
    const pictured = PREVIEWED.includes(type);
    const load = useCallback(async (): Promise<Blob | undefined> => {
        setFailure(undefined);
        try {
            const content = await workspace.demand().file(id);
            setBlob(content);
            return content;
        } catch (error) {
            setFailure(error instanceof Refusal && error.status === 404 ? 'This file is gone.' : `It could not be loaded. ${error instanceof Error ? error.message : ''}`);
            return undefined;
        }
    }, [workspace, id]);
    useEffect(() => {
        if (pictured) {
            void load();
        }
    }, [pictured, load]);
    const action = failure === undefined ? 'Download' : 'Try again';
    const download = async (): Promise<void> => {
        const content = blob ?? (await load());
        if (content) {
            save(content, name);
        }
    };
    return (
        <div className='stored-file'>
            <div className='stored-file__line'>
                <Icon name={pictured ? 'image' : 'clip'} size='x20' />
                <span className='stored-file__name'>{name}</span>
                {blob && <span className='stored-file__size'>{sizes.format(blob.size)}</span>}
                <Button small icon='download' aria-label={`${action}: ${name}`} onClick={() => void download()}>{action}</Button>
            </div>
            {failure !== undefined && <p role='alert' className='stored-file__failure'>{failure}</p>}
            {pictured && (blob ? <Picture blob={blob} name={name} /> : failure === undefined && <Skeleton variant='rect' width={200} height={120} role='img' aria-label={`Loading ${name}`} />)}
        </div>
    );
}

function Picture({ blob, name }: { readonly blob: Blob; readonly name: string }) {
    const [url, setUrl] = useState<string>();
    const enlarged = useRef<HTMLDialogElement>(null);
    useEffect(() => {
        const made = URL.createObjectURL(blob);
        setUrl(made);
        return () => URL.revokeObjectURL(made);
    }, [blob]);
    return (
        <>
            <button type='button' className='picture' title='Enlarge' onClick={() => enlarged.current?.showModal()}><img src={url} alt={name} /></button>
            <dialog ref={enlarged} className='enlarged' aria-label={name} onClick={() => enlarged.current?.close()}>
                <IconButton icon='cross' title='Close' aria-label='Close' />
                <img src={url} alt={name} />
            </dialog>
        </>
    );
}

function save(blob: Blob, name: string): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}
