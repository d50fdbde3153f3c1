import { Button, ButtonGroup } from '@rocket.chat/fuselage';
import { useState } from 'react';
import type { Start } from './api';
import { useWorkspace, type Workspace } from './workspace';

interface Step {
    readonly title: string;
    readonly text: string;
    /** What the visitor would type or click, done for them. */
    readonly label: string;
    readonly run: (workspace: Workspace, become: (user: string) => void) => unknown;
    readonly link?: { readonly label: string; readonly href: (start: Start) => string };
}

const type = (line: string): Pick<Step, 'label' | 'run'> => ({ label: `Type ${line}`, run: (workspace) => workspace.send(line) });

const STEPS: readonly Step[] = [
    { title: 'Ask what it can do', text: 'Every answer that concerns only you is seen by you alone.', ...type('/hf help') },
    { title: 'Sign in', text: 'Take one of the stand-in’s made-up tokens and paste it into the form.', ...type('/hf login'), link: { label: 'Made-up tokens', href: ({ hubUrl }) => `${hubUrl}/settings/tokens` } },
    { title: 'Search', text: 'While you type /hf models search, suggestions appear. The result has buttons.', ...type('/hf models search bert') },
    { title: 'Look closer', text: 'Formats, licence, gating, security scan and evaluations of one model.', ...type('/hf info model google-bert/bert-base-uncased') },
    { title: 'Compare two models', text: 'Side by side. With --public the whole room sees the answer.', ...type('/hf compare google-bert/bert-base-uncased distilbert/distilbert-base-uncased --public') },
    { title: 'Be somebody else', text: 'You become Bo, an ML lead: the answer is unread for him. React to it, or reply in its thread. In another tab, Alice sees it at once.', label: 'Become Bo', run: (_, become) => become('bo') },
    { title: 'Administer', text: 'You become Ada, who may change the app’s settings. The panel is behind the cog.', label: 'Become Ada', run: (_, become) => become('admin') },
    { title: 'Let something happen on Hugging Face', text: 'The cube opens the stand-in: push a commit, break a Space, use up the credits, or take it down, and see what the app says.', label: 'Open the stand-in', run: (workspace) => workspace.show({ kind: 'hub' }) },
];

/** For a first visitor: each step does something real. */
export function Tour({ become }: { become: (user: string) => void }) {
    const [workspace, { tour, start }] = useWorkspace();
    const [done, setDone] = useState<number>();
    const step = tour === undefined ? undefined : STEPS[tour];
    if (tour === undefined || !step || !start) {
        return null;
    }
    const isLast = tour === STEPS.length - 1;
    const act = (): void => {
        setDone(tour);
        void step.run(workspace, become);
    };
    return (
        <section className='tour' aria-label='Guided tour'>
            <p><b>{`${tour + 1} of ${STEPS.length}: ${step.title}.`}</b> {step.text} {step.link && <a href={step.link.href(start)} target='_blank' rel='noreferrer'>{step.link.label}</a>}</p>
            <ButtonGroup wrap>
                <Button small primary={done !== tour} onClick={act}>{step.label}</Button>
                {tour > 0 && <Button small onClick={() => workspace.goToStep(tour - 1)}>Back</Button>}
                {!isLast && <Button small primary={done === tour} onClick={() => workspace.goToStep(tour + 1)}>Next</Button>}
                <Button small onClick={() => workspace.goToStep(undefined)}>{isLast ? 'Finish' : 'Dismiss the tour'}</Button>
            </ButtonGroup>
        </section>
    );
}
