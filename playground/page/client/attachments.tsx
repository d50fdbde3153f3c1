import { IconButton, MessageBlock } from '@rocket.chat/fuselage';
import { useId, useState } from 'react';
import type { Attachment, MessageFile } from '../../host/workspace/records';
import { Markdown, SafeLink } from './markdown';
import type { Message } from './state';
import { StoredFile } from './stored-file';

/** The file of the workspace that a link such as `/file-upload/<id>/<name>` leads to. */
function fileBehind(link: string | undefined, files: readonly MessageFile[]): MessageFile | undefined {
    const [, id, name = ''] = /^\/file-upload\/([^/]+)\/([^/]+)$/.exec(link ?? '') ?? [];
    return id === undefined ? undefined : (files.find((file) => file.id === id) ?? { id, name, type: '' });
}

/** What hangs below a message's text: cards, and files with or without one. */
export function Attachments({ message: { attachments = [], files = [] } }: { readonly message: Message }) {
    const shown = attachments.map((attachment) => ({ attachment, file: fileBehind(attachment.title?.link, files) }));
    const bare = files.filter(({ id }) => !shown.some(({ file }) => file?.id === id));
    return (
        <>
            {shown.map(({ attachment, file }, index) => (
                <MessageBlock key={index}>
                    {file ? <><StoredFile key={file.id} file={file} /><Markdown text={attachment.description ?? attachment.text ?? ''} /></> : <Card attachment={attachment} files={files} />}
                </MessageBlock>
            ))}
            {bare.map((file) => <MessageBlock key={file.id}><StoredFile file={file} /></MessageBlock>)}
        </>
    );
}

function Card({ attachment, files }: { readonly attachment: Attachment; readonly files: readonly MessageFile[] }) {
    const [open, setOpen] = useState(!attachment.collapsed);
    const body = useId();
    const { author, title, text, description, fields, imageUrl } = attachment;
    const image = fileBehind(imageUrl, files);
    const name = title?.value ?? (attachment.collapsed === undefined ? undefined : 'Attachment');
    return (
        <div className='attachment' style={{ borderInlineStartColor: attachment.color }}>
            {author?.name && <div className='attachment__author'>{author.icon && <img src={author.icon} alt='' />}<SafeLink href={author.link}>{author.name}</SafeLink></div>}
            {name && (
                <div className='attachment__title'>
                    <SafeLink href={title?.link}>{name}</SafeLink>
                    <IconButton mini icon={open ? 'chevron-down' : 'chevron-left'} title={open ? 'Collapse' : 'Expand'} aria-label={`${open ? 'Collapse' : 'Expand'} ${name}`} aria-expanded={open} aria-controls={body} onClick={() => setOpen(!open)} />
                </div>
            )}
            <div id={body} hidden={!open} className='attachment__body'>
                {attachment.thumbnailUrl && <img className='attachment__thumbnail' src={attachment.thumbnailUrl} alt='' />}
                {text && <Markdown text={text} />}
                {fields && <dl>{fields.map((field, index) => <div key={index} className={field.short ? 'short' : undefined}><dt>{String(field.title)}</dt><dd><Markdown text={String(field.value)} /></dd></div>)}</dl>}
                {image ? <StoredFile key={image.id} file={image} /> : imageUrl && <img src={imageUrl} alt={title?.value ?? description ?? 'Picture'} loading='lazy' />}
                {description && <Markdown text={description} />}
                <Links attachment={attachment} />
            </div>
        </div>
    );
}

/** What it offers to open: sound, film, where it was said, its buttons. */
function Links({ attachment: { audioUrl, videoUrl, timestampLink, actions = [] } }: { readonly attachment: Attachment }) {
    const links = [['Sound', audioUrl], ['Video', videoUrl], ['Original message', timestampLink], ...actions.map((action) => [labelOf(action), action.url] as const)] as const;
    return links.map(([label, url], index) => url && <div key={index}><SafeLink href={url}>{label}</SafeLink></div>);
}

const labelOf = (action: object & { readonly url?: string }): string | undefined => ('text' in action && typeof action.text === 'string' ? action.text : action.url);
