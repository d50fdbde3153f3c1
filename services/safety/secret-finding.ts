/** `block`: by its shape a key or a password; `warn`: looks like one. */
export type SecretWeight = 'block' | 'warn';

/** What was found, for messages and help. */
export type SecretKind =
    // Tokens and keys of providers
    | 'hf-token' | 'aws-key' | 'aws-secret' | 'azure-secret' | 'azure-key' | 'azure-connection' | 'google-api-key' | 'google-oauth' | 'digitalocean-token' | 'databricks-token'
    | 'github-token' | 'gitlab-token' | 'npm-token' | 'pypi-token' | 'docker-token'
    | 'openai-key' | 'anthropic-key' | 'openrouter-key' | 'llm-key' | 'groq-key' | 'xai-key' | 'perplexity-key' | 'cohere-key' | 'replicate-token' | 'wandb-key'
    | 'slack-token' | 'slack-webhook' | 'discord-token' | 'discord-webhook' | 'teams-webhook' | 'telegram-token' | 'twilio-key' | 'sendgrid-key' | 'stripe-key'
    // Of no provider
    | 'private-key' | 'age-key' | 'jwt' | 'url-credentials' | 'docker-auth' | 'netrc' | 'npmrc' | 'kube-config'
    | 'assigned-secret' | 'authorization-header'
    // Files that go by their name
    | 'env-file' | 'private-key-file' | 'key-store' | 'credential-file' | 'history-file';

/** Something in a file, or in its name, that others should not get to see. */
export interface SecretFinding {
    readonly path: string;
    /** From 1; undefined when the name of the file is what was found, and in binary files. */
    readonly line?: number;
    readonly kind: SecretKind;
    /** The first characters and dots, never enough to use it; empty when the name of the file is what was found. */
    readonly masked: string;
    readonly weight: SecretWeight;
    /** Private keys and tokens are not: there is no good reason to publish one. */
    readonly overridable: boolean;
}
