import { useEffect, useState, type KeyboardEvent } from 'react';
import type { Answer } from './api';
import { useClient, useSelected } from './workspace';

type PreviewItem = NonNullable<Answer<'preview'>['preview']>['items'][number];

export type Choice =
    | { readonly kind: 'command'; readonly command: string; readonly label: string; readonly hint: string }
    | { readonly kind: 'preview'; readonly item: PreviewItem; readonly label: string; readonly hint: string };

export interface Popup {
    readonly open: boolean;
    readonly title: string;
    readonly choices: readonly Choice[];
    readonly active: number;
    /** True when the key was meant for the list. */
    onKeyDown(event: KeyboardEvent, take: (choice: Choice) => void): boolean;
}

/** Rocket.Chat waits as long before it asks the app. */
const PAUSE_MS = 300;

/** What is offered for a text that begins with a slash: commands by name, then what the app suggests for exactly this text. */
export function useSlashPopup({ text, room, threadId }: { text: string; room: string; threadId: string | undefined }): Popup {
    const start = useSelected((state) => state.start);
    const [closedFor, setClosedFor] = useState<string>();
    const [chosen, setChosen] = useState({ text: '', index: 0 });
    const translate = (key: string): string => start?.texts[key] ?? key;
    const [, name, rest] = /^\/(\S*)(\s[^]*)?$/.exec(text) ?? [];
    const commands = start?.commands ?? [];
    const named = commands.find(({ command }) => command === name);
    const preview = usePreview({ text, room, threadId, wanted: rest !== undefined && named?.providesPreview === true });
    const choices: readonly Choice[] = rest === undefined
        ? commands.filter(({ command }) => name !== undefined && command.startsWith(name.toLowerCase())).map(({ command, i18nDescription, i18nParamsExample }) => ({ kind: 'command', command, label: `/${command}`, hint: [translate(i18nParamsExample), translate(i18nDescription)].filter(Boolean).join(' – ') }))
        : (preview?.items ?? []).map((item) => ({ kind: 'preview', item, label: item.value, hint: '' }));
    const open = choices.length > 0 && closedFor !== text;
    const active = chosen.text === text ? Math.min(chosen.index, choices.length - 1) : 0;

    const onKeyDown: Popup['onKeyDown'] = (event, take) => {
        const step = ({ ArrowDown: 1, ArrowUp: -1 } as Record<string, number>)[event.key];
        const choice = choices[active];
        if (!open || !choice || event.shiftKey || (step === undefined && !['Enter', 'Tab', 'Escape'].includes(event.key))) {
            return false;
        }
        event.preventDefault();
        if (step !== undefined) {
            setChosen({ text, index: (active + step + choices.length) % choices.length });
        } else if (event.key === 'Escape') {
            setClosedFor(text);
        } else {
            take(choice);
        }
        return true;
    };
    return { open, title: rest === undefined ? 'Commands' : translate(preview?.i18nTitle ?? ''), choices, active, onKeyDown };
}

/** An answer for a text that is no longer in the box is never offered. */
function usePreview({ text, room, threadId, wanted }: { text: string; room: string; threadId: string | undefined; wanted: boolean }): Answer<'preview'>['preview'] {
    const workspace = useClient();
    const [answer, setAnswer] = useState<{ text: string; preview: Answer<'preview'>['preview'] }>();
    useEffect(() => {
        let stale = false;
        const timer = wanted && window.setTimeout(() => {
            workspace.demand().call('preview', { room, text, threadId }).then(
                ({ preview }) => !stale && setAnswer({ text, preview }),
                // Suggestions that do not come are not worth a word: the command itself can still be sent.
                () => !stale && setAnswer(undefined),
            );
        }, PAUSE_MS);
        return () => {
            stale = true;
            window.clearTimeout(timer || undefined);
        };
    }, [workspace, text, room, threadId, wanted]);
    return wanted && answer?.text === text ? answer.preview : undefined;
}

export function SlashPopup({ id, popup, take }: { id: string; popup: Popup; take: (choice: Choice) => void }) {
    if (!popup.open) {
        return null;
    }
    return (
        <div className='popup'>
            <p className='popup__title'>{popup.title}</p>
            <ul id={id} role='listbox' aria-label={popup.title}>
                {popup.choices.map((choice, index) => (
                    <li
                        key={`${index} ${choice.label}`} id={`${id}-${index}`} role='option' aria-selected={index === popup.active}
                        ref={(element) => { if (index === popup.active) { element?.scrollIntoView({ block: 'nearest' }); } }}
                        onMouseDown={(event) => { event.preventDefault(); take(choice); }}
                    >
                        <b>{choice.label}</b> <span>{choice.hint}</span>
                    </li>
                ))}
            </ul>
        </div>
    );
}
