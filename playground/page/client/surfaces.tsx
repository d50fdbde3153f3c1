import { Button, ButtonGroup, Callout, IconButton, Modal, ModalBackdrop, ModalClose, ModalContent, ModalFooter, ModalFooterControllers, ModalHeader, ModalHeaderText, ModalTitle } from '@rocket.chat/fuselage';
import type { ModalView } from '@rocket.chat/ui-kit';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { OpenSurface } from './state';
import { Blocks, initialValuesOf } from './uikit';
import { PendingButton, plain } from './uikit-elements';
import { useClient, useSelected } from './workspace';

/** After this Rocket.Chat's client says that the app did not answer, and lets go of the view. */
const ANSWER_LIMIT_MS = 5000;

/** The modals that are open, the newest on top: only that one can be used. */
export function Surfaces() {
    const surfaces = useSelected((state) => state.surfaces);
    const modals = surfaces.filter(({ kind }) => kind === 'modal');
    return <>{modals.map((surface, index) => <ModalSurface key={surface.id} surface={surface} covered={index < modals.length - 1} />)}</>;
}

/** The app's bar right of the room. */
export function ContextualBar() {
    const surfaces = useSelected((state) => state.surfaces);
    const surface = surfaces.find(({ kind }) => kind === 'contextualBar');
    return surface ? <BarSurface key={surface.id} surface={surface} /> : null;
}

function ModalSurface({ surface, covered }: { surface: OpenSurface; covered: boolean }) {
    const { title, body, buttons, close, closeOnEscape } = useSurface(surface);
    const root = useFocusInside();
    const titleId = useId();
    return (
        <ModalBackdrop inert={covered}>
            <Modal ref={root} aria-labelledby={titleId} onKeyDown={(event: KeyboardEvent<HTMLElement>) => { closeOnEscape(event); keepTabInside(event); }}>
                <ModalHeader>
                    <ModalHeaderText><ModalTitle id={titleId}>{title}</ModalTitle></ModalHeaderText>
                    <ModalClose tabIndex={-1} onClick={close} />
                </ModalHeader>
                <ModalContent>{body}</ModalContent>
                <ModalFooter><ModalFooterControllers>{buttons}</ModalFooterControllers></ModalFooter>
            </Modal>
        </ModalBackdrop>
    );
}

function BarSurface({ surface }: { surface: OpenSurface }) {
    const { title, body, buttons, close, closeOnEscape } = useSurface(surface);
    return (
        <aside ref={useFocusInside()} className='panel bar' aria-label={title} onKeyDown={closeOnEscape}>
            <header className='panel__header'>
                <h2>{title}</h2>
                <IconButton small icon='cross' title='Close' aria-label={`Close ${title}`} data-last onClick={close} />
            </header>
            <div className='bar__content'>{body}</div>
            <footer className='bar__footer'><ButtonGroup stretch>{buttons}</ButtonGroup></footer>
        </aside>
    );
}

const stopsOf = (root: HTMLElement | null): HTMLElement[] => [...(root?.querySelectorAll<HTMLElement>(':is(a[href], input, textarea, select, button, [tabindex="0"]):not([tabindex="-1"], :disabled)') ?? [])];

/** Moves the focus into what opens, and back to where it was unless it is elsewhere by then. */
function useFocusInside() {
    const ref = useRef<HTMLElement>(null);
    useEffect(() => {
        const before = document.activeElement;
        const stops = stopsOf(ref.current);
        // Enter on what opens must not close it.
        (stops.find((stop) => !('last' in stop.dataset)) ?? stops[0])?.focus();
        return () => {
            if (before instanceof HTMLElement && document.activeElement === document.body) {
                before.focus();
            }
        };
    }, []);
    return ref;
}

function keepTabInside(event: KeyboardEvent<HTMLElement>): void {
    const stops = stopsOf(event.currentTarget);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (event.key === 'Tab' && event.target === from) {
        event.preventDefault();
        to?.focus();
    }
}

/** What both kinds have in common. Values start with the first rendering and outlive updates of the view, as in Rocket.Chat's client. */
function useSurface({ id, kind, view: sent, errors }: OpenSurface) {
    const workspace = useClient();
    const [values, setValues] = useState(() => initialValuesOf(sent.blocks));
    const { submitting, late, submit } = useSubmit(() => workspace.submit(id, values));
    const form = useRef<HTMLFormElement>(null);
    const formId = useId();
    useEffect(() => {
        form.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, button):not([tabindex="-1"])')?.focus();
    }, [errors]);
    const view = sent as unknown as Pick<ModalView, 'title' | 'submit' | 'close'>;
    const close = (): void => void workspace.closeSurface(id, { values });
    const cancel = (): void => void workspace.closeSurface(id, { values, isCleared: false });
    return {
        title: plain(view.title),
        close,
        closeOnEscape: ({ key }: KeyboardEvent): void => void (key === 'Escape' && close()),
        body: (
            <form ref={form} id={formId} noValidate onSubmit={submit}>
                {late && <Callout type='warning' role='alert' title='The app did not answer within 5 seconds'>Rocket.Chat would close this now. The app may still be at work.</Callout>}
                <Blocks blocks={sent.blocks} surface={kind} values={values} errors={errors} onValue={(actionId, value) => setValues((before) => ({ ...before, [actionId]: value }))} onAction={(action) => workspace.click(action, { surfaceId: id })} />
            </form>
        ),
        buttons: (
            <>
                {view.close && <Button variant={view.close.style === 'danger' ? 'danger' : undefined} onClick={cancel}>{plain(view.close.text)}</Button>}
                {view.submit && <PendingButton type='submit' form={formId} variant={view.submit.style === 'danger' ? 'danger' : 'primary'} pending={submitting}>{plain(view.submit.text)}</PendingButton>}
            </>
        ),
    };
}

/** One submit at a time: the next can start when the app has answered this one. */
function useSubmit(send: () => Promise<unknown>) {
    const [waiting, setWaiting] = useState<'in time' | 'late'>();
    const submit = async (event: FormEvent): Promise<void> => {
        event.preventDefault();
        if (waiting) {
            return;
        }
        setWaiting('in time');
        const limit = window.setTimeout(() => setWaiting('late'), ANSWER_LIMIT_MS);
        await send();
        window.clearTimeout(limit);
        setWaiting(undefined);
    };
    return { submitting: waiting !== undefined, late: waiting === 'late', submit };
}
