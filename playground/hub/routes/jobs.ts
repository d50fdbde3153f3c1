import { randomBytes } from 'node:crypto';
import { assertActsFor, assertCanSpend, tokenActsFor } from '../accounts';
import { canSee } from '../access';
import { forbidden, HubFailure, invalidParameter, repoNotFound } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import { describeJob } from '../jobs/answer';
import { conversion } from '../jobs/conversion';
import type { Job, JobStatus } from '../jobs/job';
import { isLive, JOB_STAGES, jobStatus } from '../jobs/job';
import { jobLines } from '../jobs/lines';
import type { JobOrder } from '../jobs/order';
import { jobOrder } from '../jobs/order';
import { oneOf, pageByCursor } from '../paging';
import type { Call, Route } from '../routing';
import { jsonBody, route } from '../routing';
import { eventStream } from '../streams/event-stream';
import { logStream } from '../streams/log-stream';
import { usage } from '../streams/usage';

const PAGE = 100;
/** Hugging Face docs, "Jobs configuration". */
const DEFAULT_TIMEOUT_S = 1_800;
/** How long a job from here runs. */
const RUN_S = 120;

const namespaceIn = ({ params }: Call): string => params.namespace ?? '';

/** The caller, if they belong to the namespace. Classic read tokens may look; every other kind needs the right for jobs. */
function member(call: Call): KnownCaller {
    const caller = requireUser(call.caller);
    const namespace = namespaceIn(call);
    const { user, token } = caller;
    const membership = user.orgs.find(({ org, role }) => org === namespace && role !== 'no_access');
    if (user.name !== namespace && (!membership || (membership.securityRestrictions ?? []).length > 0)) {
        throw forbidden(`You don't have access to the jobs of ${namespace}.`);
    }
    if (token.role !== 'read' && !tokenActsFor(token, namespace, { permission: 'job.write', oauthScope: 'jobs' })) {
        throw forbidden(`Your token "${token.displayName}" does not have the required permission "job.write" on ${namespace}.`);
    }
    return caller;
}

/** The caller, if they and their token may start and stop jobs of the namespace. */
function operator(call: Call): KnownCaller {
    const caller = member(call);
    assertActsFor(caller.user, namespaceIn(call));
    if (caller.token.role === 'read') {
        throw forbidden('You must use a write token to run Jobs.');
    }
    return caller;
}

function jobIn(call: Call): Job {
    const job = call.state.jobs.get(call.params.jobId ?? '');
    if (job?.owner !== namespaceIn(call)) {
        throw new HubFailure(404, 'Job not found');
    }
    return job;
}

const statusOf = ({ state }: Call, job: Job): JobStatus => jobStatus(job, state.now());

/** Jobs of the namespace in the stages and with all the labels asked for, newest first. */
function wanted(call: Call): Job[] {
    const { query, state } = call;
    const stages = query.getAll('stage').map((stage) => oneOf(stage, JOB_STAGES, 'stage'));
    const labels = query.getAll('label').map((label) => label.split('='));
    return [...state.jobs.values()]
        .filter((job) => job.owner === namespaceIn(call) && (stages.length === 0 || stages.includes(statusOf(call, job).stage))
            && labels.every(([key = '', value]) => (value === undefined ? key in job.labels : job.labels[key] === value)))
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

function list(call: Call): Response {
    member(call);
    const { items, headers } = pageByCursor(wanted(call), { url: call.url, origin: call.origins.hub, limit: PAGE, keyOf: ({ id }) => id });
    return Response.json(items.map((job) => describeJob(call.state, job)), { headers });
}

function count(call: Call): Response {
    member(call);
    return Response.json({ count: wanted(call).length });
}

function inspect(call: Call): Response {
    member(call);
    return Response.json(describeJob(call.state, jobIn(call)));
}

function checkOrder(call: Call, { flavor, spaceId }: JobOrder): void {
    const flavors = call.state.flavors.filter(({ jobHourUsd }) => jobHourUsd !== null).map(({ name }) => name);
    oneOf(flavor, flavors, 'flavor');
    const space = spaceId === undefined ? undefined : call.state.findRepo('space', spaceId);
    if (spaceId !== undefined && !(space && canSee(call.caller, space))) {
        throw repoNotFound();
    }
}

/** No container runs here: the job waits, runs for two minutes, says so in its log, and completes. One that is to make files has more to tell. */
function ordered({ state }: Call, { secrets, timeoutSeconds, attempts: _attempts, ...order }: JobOrder): Pick<Job, 'fate' | 'secrets' | 'timeoutSeconds' | 'delivers'> & typeof order {
    const what = [order.dockerImage ?? order.spaceId, ...(order.command ?? []), ...(order.arguments ?? [])].join(' ');
    const idle: Pick<Job, 'fate'> = { fate: { runSeconds: RUN_S, ends: 'COMPLETED', output: [`(This Hub runs no containers. Here would be the output of: ${what})`] } };
    return { ...order, secrets: Object.keys(secrets), timeoutSeconds: timeoutSeconds ?? DEFAULT_TIMEOUT_S, ...(conversion(state, { environment: order.environment, secrets }) ?? idle) };
}

async function run(call: Call): Promise<Response> {
    const { user } = operator(call);
    const order = await jsonBody(call, jobOrder);
    checkOrder(call, order);
    const owner = namespaceIn(call);
    assertCanSpend(call.state, owner, 'Running Jobs');
    const job: Job = { ...ordered(call, order), id: randomBytes(12).toString('hex'), createdAt: call.state.now(), owner, createdBy: user.name };
    call.state.record({ kind: 'job-started', job });
    return Response.json(describeJob(call.state, job));
}

function cancel(call: Call): Response {
    operator(call);
    const { id } = jobIn(call);
    call.state.record({ kind: 'job-canceled', job: id });
    return inspect(call);
}

function logs(call: Call): Response {
    member(call);
    const { id } = jobIn(call);
    return logStream(call, { lines: (now) => jobLines(jobIn(call), now), isOver: (now) => !isLive(call.state.jobs.get(id) ?? jobIn(call), now) });
}

/** One event a second while the job runs; none for one that is over, which the Hub answers with 500. */
function metrics(call: Call): Response {
    member(call);
    const { flavor: name, id } = jobIn(call);
    if (!isLive(jobIn(call), call.state.now())) {
        throw new HubFailure(500, 'Internal Error - We\'re working hard to fix this as soon as possible!');
    }
    const flavor = call.state.flavors.find((known) => known.name === name);
    return eventStream(call.scheduler, (feed) => {
        const { stage } = statusOf(call, jobIn(call));
        if (stage === 'RUNNING') {
            const cpuPercent = 60 + (Math.floor(call.state.now() / 1000) % 30);
            feed.send({ event: 'metric', data: usage({ cpuPercent, flavor, subject: id }) });
        } else if (stage !== 'SCHEDULING') {
            feed.end();
        }
    });
}

/** The job whenever its stage changed, now included. Its form is not published: this one is the job itself. */
function events(call: Call): Response {
    member(call);
    jobIn(call);
    let told: string | undefined;
    return eventStream(call.scheduler, (feed) => {
        const job = jobIn(call);
        const { stage } = statusOf(call, job);
        if (stage !== told) {
            feed.send({ data: describeJob(call.state, job) });
            told = stage;
        }
        if (!isLive(job, call.state.now())) {
            feed.end();
        }
    });
}

function authCheck(call: Call): Response {
    const { user } = oneOf(call.params.access ?? null, ['read', 'write'], 'perms') === 'write' ? operator(call) : member(call);
    const namespace = namespaceIn(call);
    const account = call.state.users.get(namespace) ?? call.state.orgs.get(namespace);
    if (!account) {
        throw invalidParameter('Unknown namespace', 'namespace');
    }
    return Response.json({ namespace: { id: account._id, name: account.name }, user: { id: user._id, name: user.name } });
}

const BASE = '/api/jobs/:namespace';

export const jobRoutes: Route[] = [
    route('GET', BASE, list),
    route('POST', BASE, run),
    route('GET', `${BASE}/count`, count),
    route('POST', `${BASE}/auth-check/:access`, authCheck),
    route('GET', `${BASE}/:jobId`, inspect),
    route('POST', `${BASE}/:jobId/cancel`, cancel),
    route('GET', `${BASE}/:jobId/logs`, logs),
    route('GET', `${BASE}/:jobId/metrics`, metrics),
    route('GET', `${BASE}/:jobId/events`, events),
];
