/*
 * The parts of Hugging Face by what they are for. Names are Hugging Face's own and stay in English.
 * Source: https://huggingface.co/docs.
 */
const DOCS = 'https://huggingface.co/docs';

export const ECOSYSTEM = [
    {
        id: 'libraries',
        components: [
            { id: 'transformers', name: 'Transformers', url: `${DOCS}/transformers` },
            { id: 'diffusers', name: 'Diffusers', url: `${DOCS}/diffusers` },
            { id: 'sentence-transformers', name: 'Sentence Transformers', url: 'https://sbert.net' },
            { id: 'transformers-js', name: 'Transformers.js', url: `${DOCS}/transformers.js` },
            { id: 'tokenizers', name: 'Tokenizers', url: `${DOCS}/tokenizers` },
            { id: 'huggingface-hub', name: 'huggingface_hub', url: `${DOCS}/huggingface_hub` },
            { id: 'huggingface-js', name: 'huggingface.js', url: `${DOCS}/huggingface.js` },
        ],
    },
    {
        id: 'models',
        components: [
            { id: 'model-repos', name: 'Model repositories', url: `${DOCS}/hub/models` },
            { id: 'model-cards', name: 'Model cards', url: `${DOCS}/hub/model-cards` },
            { id: 'safetensors', name: 'Safetensors', url: `${DOCS}/safetensors` },
            { id: 'gguf', name: 'GGUF', url: `${DOCS}/hub/gguf` },
            { id: 'papers', name: 'Papers', url: `${DOCS}/hub/paper-pages` },
            { id: 'collections', name: 'Collections', url: `${DOCS}/hub/collections` },
            { id: 'discussions', name: 'Discussions and pull requests', url: `${DOCS}/hub/repositories-pull-requests-discussions` },
        ],
    },
    {
        id: 'datasets',
        components: [
            { id: 'dataset-repos', name: 'Dataset repositories', url: `${DOCS}/hub/datasets` },
            { id: 'dataset-cards', name: 'Dataset cards', url: `${DOCS}/hub/datasets-cards` },
            { id: 'dataset-viewer', name: 'Dataset viewer', url: `${DOCS}/dataset-viewer` },
            { id: 'datasets-library', name: 'Datasets library', url: `${DOCS}/datasets` },
        ],
    },
    {
        id: 'spaces',
        components: [
            { id: 'space-repos', name: 'Space repositories', url: `${DOCS}/hub/spaces` },
            { id: 'space-hardware', name: 'Hardware and sleep', url: `${DOCS}/hub/spaces-gpus` },
            { id: 'zerogpu', name: 'ZeroGPU', url: `${DOCS}/hub/spaces-zerogpu` },
            { id: 'gradio', name: 'Gradio', url: 'https://www.gradio.app' },
            { id: 'docker-spaces', name: 'Docker Spaces', url: `${DOCS}/hub/spaces-sdks-docker` },
            { id: 'static-spaces', name: 'Static Spaces', url: `${DOCS}/hub/spaces-sdks-static` },
        ],
    },
    {
        id: 'inference',
        components: [
            { id: 'inference-providers', name: 'Inference Providers', url: `${DOCS}/inference-providers` },
            { id: 'inference-endpoints', name: 'Inference Endpoints', url: `${DOCS}/inference-endpoints` },
            { id: 'tgi', name: 'Text Generation Inference', url: `${DOCS}/text-generation-inference` },
            { id: 'tei', name: 'Text Embeddings Inference', url: `${DOCS}/text-embeddings-inference` },
        ],
    },
    {
        id: 'training',
        components: [
            { id: 'jobs', name: 'Jobs', url: `${DOCS}/huggingface_hub/guides/jobs` },
            { id: 'trl', name: 'TRL', url: `${DOCS}/trl` },
            { id: 'peft', name: 'PEFT', url: `${DOCS}/peft` },
            { id: 'accelerate', name: 'Accelerate', url: `${DOCS}/accelerate` },
            { id: 'optimum', name: 'Optimum', url: `${DOCS}/optimum` },
            { id: 'autotrain', name: 'AutoTrain', url: `${DOCS}/autotrain` },
        ],
    },
    {
        id: 'evaluation',
        components: [
            { id: 'eval-results', name: 'Evaluation results', url: `${DOCS}/hub/eval-results` },
            { id: 'leaderboards', name: 'Leaderboards', url: `${DOCS}/leaderboards` },
            { id: 'lighteval', name: 'LightEval', url: `${DOCS}/lighteval` },
            { id: 'evaluate', name: 'Evaluate', url: `${DOCS}/evaluate` },
        ],
    },
    {
        id: 'governance',
        components: [
            { id: 'tokens', name: 'User access tokens', url: `${DOCS}/hub/security-tokens` },
            { id: 'oauth', name: 'Sign in with Hugging Face', url: `${DOCS}/hub/oauth` },
            { id: 'gating', name: 'Gated repositories', url: `${DOCS}/hub/models-gated` },
            { id: 'malware-scanning', name: 'Malware and pickle scanning', url: `${DOCS}/hub/security-malware` },
            { id: 'secrets-scanning', name: 'Secrets scanning', url: `${DOCS}/hub/security-secrets` },
            { id: 'organizations', name: 'Organizations', url: `${DOCS}/hub/organizations` },
            { id: 'resource-groups', name: 'Resource groups', url: `${DOCS}/hub/security-resource-groups` },
            { id: 'audit-logs', name: 'Audit logs', url: `${DOCS}/hub/audit-logs` },
            { id: 'webhooks', name: 'Webhooks', url: `${DOCS}/hub/webhooks` },
            { id: 'billing', name: 'Billing', url: `${DOCS}/hub/billing` },
        ],
    },
] as const;

export type CategoryId = (typeof ECOSYSTEM)[number]['id'];
export type ComponentId = (typeof ECOSYSTEM)[number]['components'][number]['id'];

/** A part of Hugging Face, and the commands that drive it where that was asked for. */
export interface EcosystemComponent {
    readonly id: ComponentId;
    readonly name: string;
    readonly url: string;
    readonly commands?: readonly string[];
}

export interface EcosystemCategory {
    readonly id: CategoryId;
    readonly components: readonly EcosystemComponent[];
}

/** A command and the components it drives. */
export interface Driver {
    readonly name: string;
    readonly drives: readonly ComponentId[];
}

/** The tree with the commands that drive each component; a component that none drives has an empty list. */
export function integrationTree(drivers: readonly Driver[]): EcosystemCategory[] {
    return ECOSYSTEM.map(({ id, components }) => ({
        id,
        components: components.map((component) => ({ ...component, commands: drivers.filter(({ drives }) => drives.includes(component.id)).map(({ name }) => name) })),
    }));
}
