import { Button, ButtonGroup } from '@rocket.chat/fuselage';
import { useState } from 'react';
import type { Start } from './api';
import { useWorkspace, type Workspace } from './workspace';

interface Step {
    readonly title: string;
    readonly text: string;
    /** Whose step it is: the visitor becomes them first. */
    readonly user?: string;
    /** What the visitor would type or click, done for them. */
    readonly action?: { readonly label: string; readonly run: (workspace: Workspace) => unknown };
    readonly link?: { readonly label: string; readonly href: (start: Start) => string };
}

const type = (line: string): Pick<Step, 'action'> => ({ action: { label: `Type ${line}`, run: (workspace) => workspace.send(line) } });

const STEPS: readonly Step[] = [
    { title: 'Ask what it can do', text: 'Every answer that concerns only you is seen by you alone.', ...type('/hf help') },
    { title: 'Sign in', text: 'Log in to the stand-in as alice, copy her made-up token “laptop”, which may write, and paste it into the form.', user: 'alice', ...type('/hf login'), link: { label: 'Made-up tokens', href: ({ hubUrl }) => `${hubUrl}/settings/tokens` } },
    { title: 'Search', text: 'While you type /hf models search, suggestions appear. The result has buttons.', ...type('/hf models search bert') },
    { title: 'Look closer', text: 'Formats, licence, gating, security scan and evaluations of one model.', ...type('/hf info model google-bert/bert-base-uncased') },
    { title: 'Compare two models', text: 'Side by side. With --public the whole room sees the answer.', ...type('/hf compare google-bert/bert-base-uncased distilbert/distilbert-base-uncased --public') },
    { title: 'Say where models go live', text: 'Ada, an admin, makes an environment with its rules: here one approval, and two checks. Without options a form opens. The app’s settings are behind her cog.', user: 'admin', ...type('/hf env set staging --target branch --ref staging --approvals 1 --gates security,license') },
    { title: 'Ask to deploy', text: 'Alice’s request shows what would change, what the checks say and who has to agree. Nothing happens on Hugging Face yet.', user: 'alice', ...type('/hf deploy acme/bert-prod --environment staging --show-private') },
    { title: 'Approve', text: 'Bo, an ML lead, presses Approve below the request, or reacts with 👍. Its thread tells how it goes, and ends with a report. Answers to Bo alone are in German, the language of his Rocket.Chat.', user: 'bo' },
    { title: 'Push files', text: 'Say something, answer it in a thread, and put a file into it with the clip. Then type there /hf push --repo acme/first-files. The app looks through the files, for pickles that attack and for keys, and shows what it would commit. Review sends it.', user: 'alice' },
    { title: 'Pull a model', text: 'Its weights would run a program on whatever computer loads them. The answer shows three verdicts on each file: its name, Hugging Face’s scanners, and a look of our own. The weights are refused; the room gets the rest, each file checked against its hash.', ...type('/hf pull model ykilcher/totally-harmless-model') },
    { title: 'Watch an account', text: 'From now on this room is told what happens to Acme’s repositories: commits, pull requests, discussions, the stages of Spaces. Watch less, on each message, says what is shown and how.', user: 'alice', ...type('/hf watch acme --show-private') },
    { title: 'Let something happen on Hugging Face', text: 'The cube opens the stand-in: push a commit, and the room shows it. Or break a Space, use up the credits, take it down, and see what the app says.', action: { label: 'Open the stand-in', run: (workspace) => workspace.show({ kind: 'hub' }) } },
    { title: 'Merge a pull request', text: 'Open a pull request on the stand-in. Its message in the room has buttons: comment on it, review the diff, merge it, in the name of whoever clicks. The message then says so, and its thread who did it.', user: 'alice' },
];

/** For a first visitor: each step does something real. */
export function Tour({ become }: { become: (user: string) => void }) {
    const [workspace, { tour, start, user }] = useWorkspace();
    const [done, setDone] = useState<number>();
    const step = tour === undefined ? undefined : STEPS[tour];
    if (tour === undefined || !step || !start) {
        return null;
    }
    const isLast = tour === STEPS.length - 1;
    const act = (): void => {
        setDone(tour);
        void step.action?.run(workspace);
    };
    const other = step.user === user ? undefined : step.user;
    const isDone = done === tour || (other === undefined && !step.action);
    return (
        <section className='tour' aria-label='Guided tour'>
            <p><b>{`${tour + 1} of ${STEPS.length}: ${step.title}.`}</b> {step.text} {step.link && <a href={step.link.href(start)} target='_blank' rel='noreferrer'>{step.link.label}</a>}</p>
            <ButtonGroup wrap>
                {other !== undefined && <Button small primary onClick={() => become(other)}>{`Become ${nameOf(start, other)}`}</Button>}
                {other === undefined && step.action && <Button small primary={!isDone} onClick={act}>{step.action.label}</Button>}
                {tour > 0 && <Button small onClick={() => workspace.goToStep(tour - 1)}>Back</Button>}
                {!isLast && <Button small primary={isDone} onClick={() => workspace.goToStep(tour + 1)}>Next</Button>}
                <Button small onClick={() => workspace.goToStep(undefined)}>{isLast ? 'Finish' : 'Dismiss the tour'}</Button>
            </ButtonGroup>
        </section>
    );
}

const nameOf = ({ people }: Start, wanted: string): string => people.find(({ username }) => username === wanted)?.name.split(' ')[0] ?? wanted;
