import type { SecretKind } from '../services/safety';
import type { Lang } from './language';
import { code } from './text';

/** What it is, as the message has it, and whose, which is the same in all languages. */
type Words = readonly [what: 'token' | 'key' | 'secret' | 'connection' | 'webhook' | 'login', provider: string]
    | readonly [what: 'model' | 'private_key' | 'jwt' | 'url' | 'assigned' | 'header' | 'env_file' | 'key_file' | 'key_store' | 'credential_file' | 'history'];

const WORDS: Readonly<Record<SecretKind, Words>> = {
    'hf-token': ['token', 'Hugging Face'],
    'aws-key': ['key', 'AWS'],
    'aws-secret': ['secret', 'AWS'],
    'azure-secret': ['secret', 'Azure'],
    'azure-key': ['key', 'Azure'],
    'azure-connection': ['connection', 'Azure'],
    'google-api-key': ['key', 'Google'],
    'google-oauth': ['token', 'Google'],
    'digitalocean-token': ['token', 'DigitalOcean'],
    'databricks-token': ['token', 'Databricks'],
    'github-token': ['token', 'GitHub'],
    'gitlab-token': ['token', 'GitLab'],
    'npm-token': ['token', 'npm'],
    'pypi-token': ['token', 'PyPI'],
    'docker-token': ['token', 'Docker'],
    'openai-key': ['key', 'OpenAI'],
    'anthropic-key': ['key', 'Anthropic'],
    'openrouter-key': ['key', 'OpenRouter'],
    'llm-key': ['model'],
    'groq-key': ['key', 'Groq'],
    'xai-key': ['key', 'xAI'],
    'perplexity-key': ['key', 'Perplexity'],
    'cohere-key': ['key', 'Cohere'],
    'replicate-token': ['token', 'Replicate'],
    'wandb-key': ['key', 'Weights & Biases'],
    'slack-token': ['token', 'Slack'],
    'slack-webhook': ['webhook', 'Slack'],
    'discord-token': ['token', 'Discord'],
    'discord-webhook': ['webhook', 'Discord'],
    'teams-webhook': ['webhook', 'Microsoft Teams'],
    'telegram-token': ['token', 'Telegram'],
    'twilio-key': ['key', 'Twilio'],
    'sendgrid-key': ['key', 'SendGrid'],
    'stripe-key': ['key', 'Stripe'],
    'private-key': ['private_key'],
    'age-key': ['key', 'age'],
    jwt: ['jwt'],
    'url-credentials': ['url'],
    'docker-auth': ['login', 'Docker'],
    netrc: ['login', '.netrc'],
    npmrc: ['login', 'npm'],
    'kube-config': ['key', 'Kubernetes'],
    'assigned-secret': ['assigned'],
    'authorization-header': ['header'],
    'env-file': ['env_file'],
    'private-key-file': ['key_file'],
    'key-store': ['key_store'],
    'credential-file': ['credential_file'],
    'history-file': ['history'],
};

const BY_KIND: ReadonlyMap<string, Words> = new Map(Object.entries(WORDS));

/** What a kind of secret is called, for example “AWS key”. One that only another version of this app knows keeps its id. */
export function secretName(kind: string, lang: Lang): string {
    const [what, provider = ''] = BY_KIND.get(kind) ?? [];
    return what === undefined ? code(kind) : lang.t('safety.secret_kind', { what, provider });
}
