import { z } from 'zod';
import { userMayWrite, namespaceOf, tokenAllows } from '../access';
import type { HubState } from '../state';
import type { Job } from './job';
import type { JobOrder } from './order';

/** How many steps it tells of. */
const STEPS = 10;
/** How long it runs, like every job from here. Seconds. */
const RUN_S = 120;

/** What a job that makes files finds in its environment: a model repo of the Hub, and paths separated by commas. */
const wanted = z.object({ MODEL: z.string(), OUTPUT_REPO: z.string().regex(/^[\w.-]+\/[\w.-]+$/), OUTPUT_FILES: z.string().min(1) });

const filesIn = (text: string): string[] => text.split(',').map((path) => path.trim()).filter((path) => path !== '');

/** What the program in its container would end with, when it can't do what it was ordered to; undefined when it can. */
function obstacle(state: HubState, { MODEL, OUTPUT_REPO }: z.infer<typeof wanted>, secret: string | undefined): string | undefined {
    const token = state.tokens.get(secret ?? '');
    const user = state.users.get(token?.user ?? '');
    const repo = state.findRepo('model', OUTPUT_REPO);
    if (!token || !user) {
        return '401 Client Error: Unauthorized. Invalid username or password.';
    }
    if (!state.findRepo('model', MODEL)) {
        return `404 Client Error: Repository not found: ${MODEL}`;
    }
    if (!repo) {
        return `404 Client Error: Repository not found: ${OUTPUT_REPO}`;
    }
    const mayWrite = userMayWrite(user, namespaceOf(repo.id)) && tokenAllows(token, 'repo.write', repo);
    return mayWrite ? undefined : `403 Forbidden: You don't have the rights to write to ${OUTPUT_REPO}.`;
}

function progress(model: string, files: readonly string[], repo: string): string[] {
    const told = ['Downloading the model', 'Reading its configuration', 'Reading its weights', ...Array.from({ length: STEPS - 4 }, (_, index) => `Writing ${files[index % files.length]}`), `Uploading to ${repo}`];
    return told.map((text, index) => `[convert] ${index + 1}/${STEPS} ${text}${index === 0 ? ` ${model}` : ''}`);
}

/**
 * How a job fares that is to make files of a model; undefined for every other job. No container runs here: the lines that its program
 * would print are made up, and `delivers` says which files the Hub itself puts into the repo when the job completes. Whether the
 * token among its secrets may write there is found out when it is ordered, as secrets are not kept.
 */
export function conversion(state: HubState, { environment, secrets }: Pick<JobOrder, 'environment' | 'secrets'>): Pick<Job, 'fate' | 'delivers'> | undefined {
    const order = wanted.safeParse(environment);
    if (!order.success) {
        return undefined;
    }
    const { MODEL: model, OUTPUT_REPO: repo, OUTPUT_FILES } = order.data;
    const files = filesIn(OUTPUT_FILES);
    const lines = progress(model, files, repo);
    const refused = obstacle(state, order.data, secrets.HF_TOKEN);
    const user = state.tokens.get(secrets.HF_TOKEN ?? '')?.user;
    if (refused !== undefined || user === undefined) {
        return { fate: { runSeconds: RUN_S, ends: 'ERROR', message: 'Job failed with exit code: 1', output: [...lines.slice(0, 1), ...(refused === undefined ? [] : [refused])] } };
    }
    return { fate: { runSeconds: RUN_S, ends: 'COMPLETED', output: lines }, delivers: { model, repo, files, by: user } };
}
