import type { Endpoint } from '../model';
import type { HubState } from '../state';
import { objectId } from './ids';

function endpoint(name: string, repository: string, { state, instanceSize, instanceType, accelerator }: { state: string; instanceSize: string; instanceType: string; accelerator: string }): Endpoint {
    const who = { id: objectId('user carol'), name: 'carol' };
    const running = state === 'running';
    return {
        name,
        type: 'authenticated',
        accountId: objectId('org acme'),
        provider: { vendor: 'aws', region: 'us-east-1' },
        compute: { id: `aws-us-east-1-${instanceType}-${instanceSize}`, accelerator, instanceType, instanceSize, scaling: { minReplica: 0, maxReplica: 1, scaleToZeroTimeout: 15 } },
        model: { repository, revision: 'main', task: 'text-classification', framework: 'pytorch', image: { huggingface: {} }, env: {}, secrets: {} },
        tags: [],
        status: {
            state,
            ...(running && { url: `https://${objectId(name).slice(0, 16)}.us-east-1.aws.endpoints.huggingface.cloud` }),
            message: running ? 'Endpoint is ready' : 'Endpoint is paused',
            readyReplica: running ? 1 : 0,
            targetReplica: running ? 1 : 0,
            createdAt: '2025-02-20T10:00:00.000Z',
            createdBy: who,
            updatedAt: '2025-03-02T10:00:00.000Z',
            updatedBy: who,
        },
    };
}

export function seedEndpoints(state: HubState): void {
    state.endpoints.set('acme', [
        endpoint('bert-prod', 'acme/bert-prod', { state: 'running', accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x2' }),
        endpoint('llama-eval', 'meta-llama/Llama-3.1-8B-Instruct', { state: 'paused', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' }),
    ]);
}
