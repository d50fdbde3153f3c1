import { Button, MessageDivider } from '@rocket.chat/fuselage';
import { type RefObject, type UIEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Virtuoso, type VirtuosoHandle, type VirtuosoProps } from 'react-virtuoso';
import { MessageView } from './message';
import type { Message } from './state';
import { useSelected } from './workspace';

interface Props {
    readonly messages: readonly Message[];
    readonly more: boolean;
    readonly label: string;
    /** The first message of others after this moment gets a mark above it. */
    readonly unreadFrom?: number;
    readonly inThread?: boolean;
    readonly loadOlder?: () => Promise<void>;
    /** Whether the newest message is in sight. */
    readonly onBottom?: (isAtBottom: boolean) => void;
}

/** Rocket.Chat's default (Message_GroupingPeriod). */
const GROUPING_MS = 300_000;
/** Large enough for every older page that may still be put before the first message. */
const START_INDEX = 1_000_000;

/** Heights are rounded. */
const END_PX = 2;

const OLDER = { Header: () => <p className='empty'>Loading older messages…</p> };
const NOTHING_OLDER = {};

const dayOf = (message: Message): string => new Date(message.createdAt).toDateString();

function isSequel(message: Message, before: Message | undefined): boolean {
    return before !== undefined && before.sender === message.sender && before.alias === message.alias && message.groupable !== false
        && before.ephemeral === message.ephemeral && dayOf(before) === dayOf(message) && message.createdAt - before.createdAt < GROUPING_MS;
}

/** Only what is on the screen is in the document. New messages are followed while the last one is in sight. */
export function MessageList({ messages, more, label, unreadFrom, inThread = false, loadOlder, onBottom }: Props) {
    const list = useRef<VirtuosoHandle>(null);
    const [below, setBelow] = useState(false);
    const last = messages.at(-1);
    const firstIndex = useFirstIndex(messages);
    const user = useSelected((state) => state.user);
    const unread = useMemo(() => (unreadFrom === undefined ? undefined : messages.find(({ createdAt, sender }) => createdAt > unreadFrom && sender !== user)?.id), [messages, unreadFrom, user]);
    const { goToEnd, stayAtEnd } = useEnd(list);
    useShowOwn(last?.ephemeral ? last : last?.sender === user ? last.id : undefined, goToEnd);
    if (!last) {
        return <p className='empty'>No messages yet. Say something, or try /hf help.</p>;
    }
    return (
        <div className='messages' role='log' aria-label={label}>
            <Virtuoso
                ref={list}
                {...stayAtEnd}
                data={messages}
                firstItemIndex={firstIndex}
                initialTopMostItemIndex={messages.length - 1}
                alignToBottom={!inThread}
                followOutput={(isAtBottom) => isAtBottom && 'auto'}
                atBottomThreshold={80}
                atBottomStateChange={(isAtBottom) => {
                    setBelow(!isAtBottom);
                    onBottom?.(isAtBottom);
                }}
                startReached={() => void loadOlder?.()}
                increaseViewportBy={400}
                computeItemKey={(_, message) => message.id}
                components={more ? OLDER : NOTHING_OLDER}
                itemContent={(index, message) => {
                    const before = messages[index - firstIndex - 1];
                    const newDay = before === undefined || dayOf(before) !== dayOf(message);
                    return (
                        <div>
                            {newDay && !inThread && <MessageDivider>{dayLabel(message.createdAt)}</MessageDivider>}
                            {message.id === unread && <MessageDivider unreadLabel='Unread messages' />}
                            <MessageView message={message} sequential={isSequel(message, before) && message.id !== unread} inThread={inThread} />
                        </div>
                    );
                }}
            />
            {below && <Button small primary className='jump' onClick={goToEnd}>Jump to the newest</Button>}
        </div>
    );
}

/** What one has said or asked for comes into sight, wherever one was reading; an answer does so again when its placeholder is replaced. */
function useShowOwn(own: Message | string | undefined, goToEnd: () => void): void {
    useEffect(() => {
        if (own !== undefined) {
            goToEnd();
        }
    }, [own, goToEnd]);
}

/** A list that is at its end stays there when something in it grows, by an edit, a reaction or a picture that has loaded, until the reader goes up. */
function useEnd(list: RefObject<VirtuosoHandle | null>): { goToEnd: () => void; stayAtEnd: Pick<VirtuosoProps<Message, unknown>, 'onScroll' | 'totalListHeightChanged'> } {
    const place = useRef({ atEnd: true, top: 0 });
    const goToEnd = useCallback(() => {
        place.current.atEnd = true;
        list.current?.scrollToIndex({ index: 'LAST', align: 'end' });
    }, [list]);
    const stayAtEnd = {
        onScroll: ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent): void => {
            const { atEnd, top } = place.current;
            place.current = { atEnd: scrollHeight - scrollTop - clientHeight <= END_PX || (atEnd && scrollTop >= top), top: scrollTop };
        },
        totalListHeightChanged: () => {
            if (place.current.atEnd) {
                goToEnd();
            }
        },
    };
    return { goToEnd, stayAtEnd };
}

/** Goes down by as many as were put before the message that was first. */
function useFirstIndex(messages: readonly Message[]): number {
    const [anchor, setAnchor] = useState({ id: messages[0]?.id, index: START_INDEX });
    const moved = messages.findIndex(({ id }) => id === anchor.id);
    const index = moved < 0 ? anchor.index : anchor.index - moved;
    if (messages[0]?.id !== anchor.id) {
        setAnchor({ id: messages[0]?.id, index });
    }
    return index;
}

const dayLabel = (time: number): string => new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(time);
