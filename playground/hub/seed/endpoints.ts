import type { Endpoint, EndpointSpec, EndpointState } from '../endpoints/endpoint';
import { endpointKey } from '../endpoints/endpoint';
import type { HubState } from '../state';
import { objectId } from './ids';

interface EndpointSeed extends Pick<EndpointSpec['compute'], 'accelerator' | 'instanceType' | 'instanceSize'> {
    name: string;
    repository: string;
    state: EndpointState;
}

const SEEDS: EndpointSeed[] = [
    { name: 'bert-prod', repository: 'acme/bert-prod', state: 'running', accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x2' },
    { name: 'llama-eval', repository: 'meta-llama/Llama-3.1-8B-Instruct', state: 'paused', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' },
];

function endpoint({ name, repository, state, ...machine }: EndpointSeed): Endpoint {
    const updated = { at: Date.UTC(2025, 2, 2, 10), by: 'carol' };
    return {
        id: objectId(name), namespace: 'acme', name,
        spec: {
            type: 'authenticated',
            provider: { vendor: 'aws', region: 'us-east-1' },
            compute: { ...machine, scaling: { minReplica: 0, maxReplica: 1, scaleToZeroTimeout: 15 } },
            model: { repository, revision: 'main', task: 'text-classification', framework: 'pytorch', image: { huggingface: {} }, env: {} },
            secrets: [],
            tags: [],
        },
        created: { at: Date.UTC(2025, 1, 20, 10), by: 'carol' }, updated, course: [{ state, at: updated.at }],
    };
}

export function seedEndpoints(state: HubState): void {
    SEEDS.map(endpoint).forEach((made) => state.endpoints.set(endpointKey(made), made));
}
