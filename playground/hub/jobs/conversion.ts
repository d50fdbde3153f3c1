import { z } from 'zod';
import { assertContentOpen, assertReadable, assertWritable } from '../access';
import { entryNotFound, HubFailure } from '../errors';
import { identify, requireUser } from '../identity';
import type { Repo } from '../model';
import { resolveRevision } from '../revisions';
import type { HubState } from '../state';
import type { Job } from './job';
import type { JobOrder } from './order';

/** How many steps it tells of. */
const STEPS = 10;
/** How long it runs, like every job from here. Seconds. */
const RUN_S = 120;

/** What a job that makes files finds in its environment: a model repo of the Hub at a revision, and paths separated by commas. */
const wanted = z.object({ MODEL: z.string(), REVISION: z.string().default('main'), INPUT_FILES: z.string().default(''), OUTPUT_REPO: z.string().regex(/^[\w.-]+\/[\w.-]+$/), OUTPUT_FILES: z.string().min(1) });

type Wanted = z.infer<typeof wanted>;

const filesIn = (text: string): string[] => text.split(',').map((path) => path.trim()).filter((path) => path !== '');

function repoOf(state: HubState, id: string): Repo {
    const repo = state.findRepo('model', id);
    if (!repo) {
        throw new HubFailure(404, `Repository not found: ${id}`);
    }
    return repo;
}

/** Whose token the job has and which commit it reads, if it may read the files and write to the repo; throws the Hub's refusal. */
function admitted(state: HubState, { MODEL, REVISION, INPUT_FILES, OUTPUT_REPO }: Wanted, secret: string | undefined): { by: string; revision: string } {
    const caller = identify(state, `Bearer ${secret}`, 'container');
    if (caller instanceof HubFailure) {
        throw caller;
    }
    const { user } = requireUser(caller);
    const model = repoOf(state, MODEL);
    assertReadable(caller, model);
    assertContentOpen(caller, model);
    const { id, files } = resolveRevision(model, REVISION);
    const missing = filesIn(INPUT_FILES).find((path) => !files.has(path));
    if (missing !== undefined) {
        throw entryNotFound(`Entry not found: ${missing}`);
    }
    assertWritable(caller, repoOf(state, OUTPUT_REPO));
    return { by: user.name, revision: id };
}

/** The last that the program in its container says, in the words of huggingface_hub. */
const refusal = ({ status, message }: HubFailure): string => `${status} ${status === 403 ? 'Forbidden' : 'Client Error'}: ${message}`;

function progress(model: string, files: readonly string[], repo: string): string[] {
    const told = ['Downloading the model', 'Reading its configuration', 'Reading its weights', ...Array.from({ length: STEPS - 4 }, (_, index) => `Writing ${files[index % files.length]}`), `Uploading to ${repo}`];
    return told.map((text, index) => `[convert] ${index + 1}/${STEPS} ${text}${index === 0 ? ` ${model}` : ''}`);
}

/**
 * How a job fares that is to make files of a model; undefined for every other job. No container runs here: the lines that its program
 * would print are made up, and `delivers` says which files the Hub itself puts into the repo when the job completes. Whether the
 * token among its secrets may read here and write there is found out when it is ordered, as secrets are not kept.
 */
export function conversion(state: HubState, { environment, secrets }: Pick<JobOrder, 'environment' | 'secrets'>): Pick<Job, 'fate' | 'delivers'> | undefined {
    const order = wanted.safeParse(environment);
    if (!order.success) {
        return undefined;
    }
    const { MODEL: model, OUTPUT_REPO: repo, OUTPUT_FILES } = order.data;
    const files = filesIn(OUTPUT_FILES);
    const lines = progress(model, files, repo);
    try {
        const delivers = { model, repo, files, ...admitted(state, order.data, secrets.HF_TOKEN) };
        return { fate: { runSeconds: RUN_S, ends: 'COMPLETED', output: lines }, delivers };
    } catch (error) {
        if (!(error instanceof HubFailure)) {
            throw error;
        }
        return { fate: { runSeconds: RUN_S, ends: 'ERROR', message: 'Job failed with exit code: 1', output: [...lines.slice(0, 1), refusal(error)] } };
    }
}
