import { IconButton, Message as Frame, MessageBody, MessageContainer, MessageHeader, MessageLeftContainer, MessageMetrics, MessageMetricsReply, MessageName, MessageRole, MessageRoles, MessageTimestamp, MessageUsername } from '@rocket.chat/fuselage';
import { memo } from 'react';
import { ActionButtons } from './action-buttons';
import { Attachments } from './attachments';
import { UserAvatar } from './avatar';
import { Markdown } from './markdown';
import { AddReaction, Reactions } from './reactions';
import type { Message } from './state';
import { Blocks } from './uikit';
import { useClient, useSelected } from './workspace';

interface Props {
    readonly message: Message;
    /** Follows one by the same author within minutes: no head of its own. */
    readonly sequential: boolean;
    readonly inThread: boolean;
}

const NO_VALUES = {};
const ignore = (): void => undefined;

export const MessageView = memo(function MessageView({ message, sequential, inThread }: Props) {
    const workspace = useClient();
    const start = useSelected((state) => state.start);
    const sender = start?.people.find(({ username }) => username === message.sender);
    return (
        <Frame role='article' aria-label={`${sender?.name ?? message.sender}, ${timeOf(message.createdAt)}`} sequential={sequential} className={message.ephemeral ? 'ephemeral' : undefined} data-message={message.id}>
            <MessageLeftContainer>{!sequential && <UserAvatar username={message.sender} app={sender?.type === 'app'} url={message.avatarUrl} />}</MessageLeftContainer>
            <MessageContainer>
                {!sequential && (
                    <MessageHeader>
                        <MessageName>{message.alias ?? sender?.name ?? message.sender}</MessageName>
                        <MessageUsername>{`@${message.sender}`}</MessageUsername>
                        <MessageRoles>{(sender?.roles ?? []).filter((role) => role !== 'user').map((role) => <MessageRole key={role}>{role}</MessageRole>)}</MessageRoles>
                        <MessageTimestamp title={new Date(message.createdAt).toLocaleString()}>{timeOf(message.createdAt)}</MessageTimestamp>
                    </MessageHeader>
                )}
                {message.ephemeral && <p className='mark'>Only you can see this message</p>}
                <MessageBody>
                    {message.blocks?.length ? <Blocks blocks={message.blocks} surface='message' values={NO_VALUES} errors={NO_VALUES} onValue={ignore} onAction={(action) => workspace.click(action, message)} /> : <Markdown text={message.text} />}
                    {message.editedAt !== undefined && <span className='mark' title={new Date(message.editedAt).toLocaleString()}> (edited)</span>}
                </MessageBody>
                <Attachments message={message} />
                <Reactions message={message} />
                {!inThread && (message.threadCount ?? 0) > 0 && (
                    <MessageMetrics><MessageMetricsReply onClick={() => void workspace.openThread(message.id)}>{message.threadCount === 1 ? '1 reply' : `${message.threadCount} replies`}</MessageMetricsReply></MessageMetrics>
                )}
            </MessageContainer>
            {!message.ephemeral && <Toolbar message={message} inThread={inThread} />}
        </Frame>
    );
});

function Toolbar({ message, inThread }: { message: Message; inThread: boolean }) {
    const workspace = useClient();
    const own = useSelected(({ user }) => message.sender === user);
    const room = useSelected(({ rooms }) => rooms.find(({ id }) => id === message.roomId));
    return (
        <div className='toolbar' role='toolbar' aria-label='Message actions'>
            <AddReaction message={message} />
            {!inThread && <IconButton small icon='thread' title='Reply in thread' aria-label='Reply in thread' onClick={() => void workspace.openThread(message.id)} />}
            {room?.may.post && (own || room.may.editAny) && <IconButton small icon='edit' title='Edit' aria-label='Edit' onClick={() => workspace.startEditing(message)} />}
            {room && (own ? room.may.deleteOwn : room.may.deleteAny) && <IconButton small icon='trash' title='Delete' aria-label='Delete' onClick={() => void (window.confirm('Delete this message?') && workspace.remove(message.id))} />}
            {room && <ActionButtons context='messageAction' room={room} message={message} threadId={message.threadId} inThread={inThread} />}
        </div>
    );
}

const timeOf = (time: number): string => new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(time);
