import { namespaceOf, userMayWrite } from '../access';
import { forbidden, pageNotFound } from '../errors';
import { requireUser } from '../identity';
import type { Repo, SpaceFacts } from '../model';
import type { Call, Route } from '../routing';
import { repoFor, route } from '../routing';
import { runtimeAt, stageAt } from '../space-runtime';
import { HOLDS_HARDWARE } from '../space-stages';
import { eventStream } from '../streams/event-stream';
import { logStream } from '../streams/log-stream';
import { buildLines, runLines } from '../streams/space-lines';
import { usage } from '../streams/usage';

/** A Space at which nobody asked for another load. */
const IDLE_PERCENT = 3;

/** Logs and load are for those who may write to the Space; any token of theirs that sees it will do. */
function inside(call: Call): { repo: Repo; space: SpaceFacts } {
    const repo = repoFor(call, 'space', 'description');
    const { user } = requireUser(call.caller);
    if (!userMayWrite(user, namespaceOf(repo.id))) {
        throw forbidden('You don\'t have the rights to see the logs of this Space.');
    }
    if (!repo.space) {
        throw pageNotFound();
    }
    return { repo, space: repo.space };
}

function logs(call: Call): Response {
    const { repo, space } = inside(call);
    const { kind } = call.params;
    if (kind !== 'build' && kind !== 'run') {
        throw pageNotFound();
    }
    const lines = kind === 'build' ? buildLines : runLines;
    return logStream(call, { lines: (now) => lines(repo, space, now), isOver: () => false });
}

/** One `metric` event a second while the Space holds hardware. */
function metrics(call: Call): Response {
    const { repo, space } = inside(call);
    if (space.sdk === 'static') {
        throw pageNotFound();
    }
    return eventStream(call.scheduler, (feed) => {
        if (HOLDS_HARDWARE.includes(stageAt(space, call.state.now()))) {
            const flavor = call.state.flavors.find(({ name }) => name === space.runtime.hardware.requested);
            feed.send({ event: 'metric', data: usage({ cpuPercent: space.cpuPercent ?? IDLE_PERCENT, memoryPercent: space.memoryPercent, flavor, subject: repo.id }) });
        }
    });
}

/** The runtime now and whenever it changed. The form of these events is not published: this one is the runtime itself. */
function events(call: Call): Response {
    const { space } = repoFor(call, 'space', 'description');
    let told = '';
    return eventStream(call.scheduler, (feed) => {
        const runtime = space && runtimeAt(space, call.state.now());
        const text = JSON.stringify(runtime);
        if (text !== told) {
            feed.send({ data: runtime });
            told = text;
        }
    });
}

const BASE = '/api/spaces/:namespace/:name';

export const spaceStreamRoutes: Route[] = [
    route('GET', `${BASE}/logs/:kind`, logs),
    route('GET', `${BASE}/metrics`, metrics),
    route('GET', `${BASE}/events`, events),
];
