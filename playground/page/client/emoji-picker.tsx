import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { CATEGORIES, inCategory, search, TONES, type Tone } from './emoji';
import './message-parts.css';

interface Props {
    /** Short name without colons. */
    readonly onPick: (name: string) => void;
    readonly onClose: () => void;
}

const COLUMNS = 8;
const MAX_FOUND = 200;
const MARGIN = 8;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

/** Opens above or below what it stands in, inside the window. The browser keeps the focus in it, and gives it back. */
export function EmojiPicker({ onPick, onClose }: Props) {
    const [query, setQuery] = useState('');
    const [category, setCategory] = useState('common');
    const [tone, setTone] = useState<Tone>(0);
    const dialog = useRef<HTMLDialogElement>(null);
    const grid = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
        const { current } = dialog;
        if (!current) {
            return undefined;
        }
        current.showModal();
        place(current);
        return () => current.close();
    }, []);
    const shown = query.trim() === '' ? inCategory(category, tone) : search(query, tone).slice(0, MAX_FOUND);
    const fromSearch = (event: KeyboardEvent): void => {
        if (event.key === 'ArrowDown') {
            event.preventDefault();
            focusAt(grid.current, 0);
        } else if (event.key === 'Enter' && shown[0]) {
            onPick(shown[0].name);
        }
    };
    return (
        <dialog ref={dialog} className='emoji-picker' aria-label='Choose an emoji' onCancel={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
            <div className='emoji-picker__content'>
                <input type='search' placeholder='Search emoji' aria-label='Search emoji' value={query} onChange={(event) => setQuery(event.currentTarget.value)} onKeyDown={fromSearch} />
                <div className='emoji-picker__bar'>
                    {CATEGORIES.map((name) => <button key={name} type='button' title={name} aria-label={name} aria-pressed={query === '' && name === category} onClick={() => (setCategory(name), setQuery(''))}>{name === 'common' ? '⭐' : inCategory(name)[0]?.characters}</button>)}
                    <select aria-label='Skin tone' value={tone} onChange={(event) => setTone(TONES[event.currentTarget.selectedIndex] ?? 0)}>{TONES.map((each) => <option key={each} value={each}>{search('wave', each)[0]?.characters}</option>)}</select>
                </div>
                <div ref={grid} className='emoji-picker__grid' role='group' aria-label={`${shown.length} emoji`} onKeyDown={step}>
                    {shown.map(({ name, characters }, index) => <button key={name} type='button' tabIndex={index === 0 ? 0 : -1} title={`:${name}:`} aria-label={name.replaceAll('_', ' ')} onClick={() => onPick(name)}>{characters}</button>)}
                    {shown.length === 0 && <p>No emoji is called that.</p>}
                </div>
            </div>
        </dialog>
    );
}

function place(dialog: HTMLDialogElement): void {
    const anchor = dialog.parentElement?.getBoundingClientRect() ?? new DOMRect();
    const { width, height } = dialog.getBoundingClientRect();
    const above = anchor.top - height - MARGIN;
    dialog.style.top = `${above >= MARGIN ? above : Math.max(MARGIN, Math.min(anchor.bottom + MARGIN, window.innerHeight - height - MARGIN))}px`;
    dialog.style.left = `${Math.max(MARGIN, Math.min(anchor.left, window.innerWidth - width - MARGIN))}px`;
}

function step(event: KeyboardEvent<HTMLElement>): void {
    const by = STEPS[event.key];
    if (by !== undefined) {
        event.preventDefault();
        const { children } = event.currentTarget;
        const at = [...children].findIndex((child) => child === document.activeElement) + by;
        focusAt(event.currentTarget, Math.max(0, Math.min(at, children.length - 1)));
    }
}

function focusAt(grid: HTMLElement | null, index: number): void {
    const button = grid?.children[index];
    if (button instanceof HTMLElement) {
        button.focus();
    }
}
