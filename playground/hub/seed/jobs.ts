import type { Job } from '../jobs/job';
import type { HubState } from '../state';
import { objectId } from './ids';

const MINUTE = 60_000;
const HOUR_S = 3_600;

type JobSeed = Omit<Job, 'id' | 'createdAt' | 'environment' | 'secrets' | 'timeoutSeconds'> & Partial<Job> & { name: string; minutesAgo: number };

const epochs = (n: number): string[] => Array.from({ length: n }, (_, index) => `{'loss': ${(2.4 / (index + 1.5)).toFixed(4)}, 'epoch': ${index + 1}}`);

const SEEDS: JobSeed[] = [
    {
        name: 'fine-tune', minutesAgo: 25, owner: 'acme', createdBy: 'alice', dockerImage: 'huggingface/transformers-pytorch-gpu', command: ['python', 'train.py', '--epochs', '24'],
        flavor: 't4-small', labels: { team: 'nlp', model: 'bert-prod' }, environment: { WANDB_MODE: 'offline' }, secrets: ['HF_TOKEN'], timeoutSeconds: 6 * HOUR_S,
        fate: { runSeconds: 4 * HOUR_S, ends: 'COMPLETED', output: epochs(24) },
    },
    {
        name: 'embed', minutesAgo: 2_900, owner: 'acme', createdBy: 'carol', dockerImage: 'python:3.12', command: ['python', 'embed.py'], flavor: 'cpu-upgrade', labels: { team: 'search' },
        fate: { runSeconds: 640, ends: 'COMPLETED', output: ['Loaded acme/embedder', 'Embedded 250 rows', 'Uploaded to acme/support-tickets'] },
    },
    {
        name: 'evaluate', minutesAgo: 1_500, owner: 'acme', createdBy: 'alice', dockerImage: 'huggingface/transformers-pytorch-gpu', command: ['python', 'evaluate.py'], flavor: 'a10g-small', labels: { team: 'nlp' },
        fate: { runSeconds: 310, ends: 'ERROR', message: 'Job failed with exit code: 1', output: ['Loading checkpoint shards: 100%', 'torch.OutOfMemoryError: CUDA out of memory.'] },
    },
    {
        name: 'convert', minutesAgo: 10_000, owner: 'alice', createdBy: 'alice', dockerImage: 'python:3.12', command: ['python', '-c', 'print("converted")'], flavor: 'cpu-basic', labels: {},
        fate: { runSeconds: 20, ends: 'COMPLETED', output: ['converted'] },
    },
];

/** Jobs that were started before `now`: one still runs. */
export function seedJobs(state: HubState, now: number): void {
    for (const { name, minutesAgo, ...facts } of SEEDS) {
        const id = objectId(`job ${name}`);
        state.jobs.set(id, { environment: {}, secrets: [], timeoutSeconds: 1_800, ...facts, id, createdAt: now - minutesAgo * MINUTE });
    }
}
