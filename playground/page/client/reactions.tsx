import { IconButton, MessageReaction, MessageReactionAction, MessageReactionCounter, MessageReactions } from '@rocket.chat/fuselage';
import { useButtonPattern } from '@rocket.chat/fuselage-hooks';
import { useState } from 'react';
import { emojify } from './emoji';
import { EmojiPicker } from './emoji-picker';
import type { Message } from './state';
import { useClient, useSelected } from './workspace';

const names = new Intl.ListFormat(undefined, { type: 'conjunction' });

/** How people answered a message with emoji; a click adds or takes back one's own. */
export function Reactions({ message }: { readonly message: Message }) {
    const reactions = Object.entries(message.reactions ?? {});
    return reactions.length > 0 && (
        <MessageReactions role='group' aria-label='Reactions'>
            {reactions.map(([emoji, { usernames }]) => <Reaction key={emoji} messageId={message.id} emoji={emoji} usernames={usernames} />)}
            <AddReaction message={message} chip />
        </MessageReactions>
    );
}

function Reaction({ messageId, emoji, usernames }: { readonly messageId: string; readonly emoji: string; readonly usernames: readonly string[] }) {
    const workspace = useClient();
    const user = useSelected((state) => state.user);
    const start = useSelected((state) => state.start);
    const press = useButtonPattern(() => void workspace.react(messageId, emoji));
    const mine = usernames.includes(user);
    const who = names.format(usernames.map((username) => (username === user ? 'You' : (start?.people.find((person) => person.username === username)?.name ?? username))));
    const label = `${who} reacted with ${emoji}`;
    return (
        <MessageReaction mine={mine} title={label} aria-label={`${label}, ${usernames.length}`} aria-pressed={mine} {...press}>
            <span aria-hidden>{emojify(emoji)}</span>
            <MessageReactionCounter className='' counter={usernames.length} />
        </MessageReaction>
    );
}

/** The button that opens the picker; `chip`: as the last of the reactions. */
export function AddReaction({ message, chip = false }: { readonly message: Message; readonly chip?: boolean }) {
    const workspace = useClient();
    const [open, setOpen] = useState(false);
    const press = useButtonPattern(() => setOpen(true));
    const label = { 'title': 'Add reaction', 'aria-label': 'Add reaction', 'aria-haspopup': 'dialog' } as const;
    return (
        <span>
            {chip ? <MessageReactionAction {...label} {...press} /> : <IconButton small icon='emoji-plus' {...label} onClick={() => setOpen(true)} />}
            {open && (
                <EmojiPicker
                    onClose={() => setOpen(false)}
                    onPick={(name) => {
                        setOpen(false);
                        void workspace.react(message.id, `:${name}:`);
                    }}
                />
            )}
        </span>
    );
}
