import { Button, IconButton, Icon } from '@rocket.chat/fuselage';
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { ActionButtons } from './action-buttons';
import { SlashPopup, useSlashPopup, type Choice } from './slash-popup';
import type { Room } from './state';
import { useClient, useSelected } from './workspace';

/** The box for messages, slash commands and files, of a room or of a thread in it. */
export function Composer({ room, threadId }: { room: Room; threadId?: string }) {
    const workspace = useClient();
    const box = useRef<HTMLTextAreaElement>(null);
    const popupId = useId();
    const { text, setText, files, setFiles, editing, stopEditing, send, canSend } = useDraft({ room, threadId, focus: useCallback(() => box.current?.focus(), []) });
    const popup = useSlashPopup({ text: editing ? '' : text, room: room.id, threadId });
    const take = (choice: Choice): void => {
        setText(choice.kind === 'command' ? `/${choice.command} ` : '');
        if (choice.kind === 'preview') {
            void workspace.attempt(() => workspace.demand().call('executePreview', { room: room.id, text, threadId, item: choice.item }));
        }
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        if (event.nativeEvent.isComposing || popup.onKeyDown(event, take)) {
            return;
        }
        if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void send();
        } else if (event.key === 'Escape' && editing) {
            event.preventDefault();
            stopEditing();
        }
    };
    const add = (list: FileList): void => {
        // The list itself is emptied with the input that it belongs to.
        const more = [...list];
        setFiles((before) => [...before, ...more]);
    };

    if (!room.may.post) {
        return <p className='empty'>You can read here, but not write.</p>;
    }
    return (
        <form
            className='composer' onSubmit={(event) => { event.preventDefault(); void send(); }}
            onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); add(event.dataTransfer.files); }}
        >
            <SlashPopup id={popupId} popup={popup} take={take} />
            {editing && <p className='mark'>Editing a message. <Button small onClick={stopEditing}>Cancel</Button></p>}
            <Files files={files} remove={(file) => setFiles(files.filter((other) => other !== file))} />
            <div className='composer__line'>
                <FileButton add={add} />
                <textarea
                    ref={box} rows={Math.min(8, text.split('\n').length)} value={text} autoComplete='off' autoFocus={threadId !== undefined}
                    aria-label={threadId === undefined ? `Message to ${room.title}` : 'Reply'} placeholder={threadId === undefined ? 'Message, or / for commands' : 'Reply in the thread'}
                    role='combobox' aria-expanded={popup.open} aria-controls={popupId} aria-autocomplete='list' aria-activedescendant={popup.open ? `${popupId}-${popup.active}` : undefined}
                    onChange={({ target }) => setText(target.value)} onKeyDown={onKeyDown} onPaste={({ clipboardData }) => add(clipboardData.files)}
                />
                <ActionButtons context='messageBoxAction' room={room} threadId={threadId} text={text} />
                <IconButton type='submit' icon='send' primary aria-label={editing ? 'Save' : 'Send'} title={editing ? 'Save' : 'Send'} disabled={!canSend} />
            </div>
        </form>
    );
}

/** What is in the box and not sent yet: the tab keeps it for each room and thread. What the server refuses comes back into it. */
function useDraft({ room, threadId, focus }: { room: Room; threadId: string | undefined; focus: () => void }) {
    const workspace = useClient();
    const user = useSelected((state) => state.user);
    const anywhere = useSelected((state) => state.editing);
    const place = `draft ${user} ${room.id} ${threadId ?? ''}`;
    const editing = anywhere?.roomId === room.id && anywhere.threadId === threadId ? anywhere : undefined;
    const kept = (): string => editing?.text ?? window.sessionStorage.getItem(place) ?? '';
    const [text, setText] = useState(kept);
    const [files, setFiles] = useState<readonly File[]>([]);
    const [busy, setBusy] = useState(false);
    const [edited, setEdited] = useState(editing);
    if (edited !== editing) {
        setEdited(editing);
        setText(kept);
    }
    useEffect(() => (editing ? focus() : undefined), [editing, focus]);
    useEffect(() => (editing ? undefined : window.sessionStorage.setItem(place, text)), [editing, place, text]);

    const sendAll = async (line: string): Promise<boolean> => {
        for (const [index, file] of files.entries()) {
            if (!await workspace.upload(file, { text: index === 0 ? line : '', threadId })) {
                return false;
            }
            setFiles((left) => left.filter((other) => other !== file));
        }
        return files.length > 0 || workspace.send(line, threadId);
    };
    const canSend = !busy && (text.trim() !== '' || files.length > 0);
    const send = async (): Promise<void> => {
        const line = text.trim();
        if (!canSend) {
            return;
        }
        // While a command is at work one can go on; a file or an edit would be sent twice.
        setBusy(editing !== undefined || files.length > 0);
        setText('');
        // Now, not when it was sent: what a command opens has taken the focus by then.
        focus();
        const sent = await (editing ? workspace.edit(editing.id, line) : sendAll(line));
        setBusy(false);
        if (sent && editing) {
            workspace.stopEditing(editing);
        } else if (!sent) {
            // The room may have been left meanwhile: then it waits there.
            const both = [line, editing ? '' : window.sessionStorage.getItem(place)].filter(Boolean).join('\n');
            window.sessionStorage.setItem(place, both);
            setText(both);
        }
    };
    return { text, setText, files, setFiles, editing, stopEditing: () => editing && workspace.stopEditing(editing), send, canSend };
}

function Files({ files, remove }: { files: readonly File[]; remove: (file: File) => void }) {
    return files.map((file, index) => (
        <p key={`${file.name} ${index}`} className='composer__file'>
            <Icon name='clip' size='x18' />{`${file.name} (${sizeOf(file.size)})`}
            <IconButton mini icon='cross' aria-label={`Remove ${file.name}`} onClick={() => remove(file)} />
        </p>
    ));
}

function FileButton({ add }: { add: (files: FileList) => void }) {
    const input = useRef<HTMLInputElement>(null);
    return (
        <>
            <input ref={input} type='file' multiple hidden aria-label='Files' onChange={({ target }) => {
                if (target.files) {
                    add(target.files);
                }
                target.value = '';
            }} />
            <IconButton icon='clip' title='Attach a file' aria-label='Attach a file' onClick={() => input.current?.click()} />
        </>
    );
}

const sizeOf = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`);
