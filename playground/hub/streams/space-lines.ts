import type { Repo, SpaceFacts } from '../model';
import { head } from '../revisions';
import { stageAt } from '../space-runtime';
import type { LogLine } from './log-stream';

const IMAGES: Record<SpaceFacts['sdk'], string> = {
    gradio: 'docker.io/library/python:3.10', streamlit: 'docker.io/library/python:3.10', docker: 'docker.io/library/python:3.12-slim', static: 'scratch',
};

const banner = (what: string, at: number): LogLine => ({ at, text: `===== ${what} at ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} =====` });

/** When the newest build began and, once it did, ended; without a course that was right after the newest commit. */
function buildOf(repo: Repo, { course = [] }: SpaceFacts): { began: number; ended: number } {
    const committed = Date.parse(head(repo).date);
    const began = course.find(({ stage }) => stage === 'BUILDING')?.at ?? committed;
    return { began, ended: course.find(({ at, stage }) => at > began && stage !== 'BUILDING')?.at ?? committed };
}

const byTime = (a: LogLine, b: LogLine): number => a.at - b.at;

const writtenSince = ({ written = [] }: SpaceFacts, log: 'run' | 'build', from: number): LogLine[] => written.filter((line) => line.log === log && line.at >= from);

/** What building the Space has written up to a moment. Nothing is built here: the lines are those that a build begins and ends with. */
export function buildLines(repo: Repo, space: SpaceFacts, now: number): LogLine[] {
    const { began, ended } = buildOf(repo, space);
    const failed = stageAt(space, now) === 'BUILD_ERROR' && space.runtime.errorMessage !== undefined;
    return [
        { at: began, text: `===== Build Queued at ${new Date(began).toISOString().slice(0, 19).replace('T', ' ')} / Commit SHA: ${head(repo).id.slice(0, 7)} =====` },
        { at: began, text: `--> FROM ${IMAGES[space.sdk]}` },
        { at: began, text: '--> WORKDIR /app' },
        ...writtenSince(space, 'build', began),
        { at: ended, text: failed ? `--> ERROR: ${space.runtime.errorMessage}` : '--> DONE' },
    ].filter(({ at }) => at <= now).sort(byTime);
}

/** What the Space has written since it was started last. */
export function runLines(repo: Repo, space: SpaceFacts, now: number): LogLine[] {
    const { course = [], runtime } = space;
    const stage = stageAt(space, now);
    const from = course.find(({ stage: step }) => step === 'APP_STARTING')?.at ?? buildOf(repo, space).ended;
    const running = course.find(({ stage: step }) => step === 'RUNNING')?.at ?? from;
    const failed = stage === 'RUNTIME_ERROR' ? [{ at: course.at(-1)?.at ?? from, text: runtime.errorMessage ?? 'Exit code: 1' }] : [];
    const lines = [banner('Application Startup', from), { at: running, text: '* Running on local URL:  http://0.0.0.0:7860' }, ...writtenSince(space, 'run', from), ...failed];
    return lines.filter(({ at }) => at <= now).sort(byTime);
}
