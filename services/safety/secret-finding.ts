/** `block`: by its shape a key or a password; `warn`: looks like one. */
export type SecretWeight = 'block' | 'warn';

/** Something in a file, or in its name, that others should not get to see. */
export interface SecretFinding {
    readonly path: string;
    /** From 1; undefined when the name of the file is what was found. */
    readonly line?: number;
    /** `hf-token`, `aws-key`, `private-key`, `env-file` …: a fixed list, for messages and help. */
    readonly kind: string;
    /** The first characters and dots; never enough to use it. */
    readonly masked: string;
    readonly weight: SecretWeight;
    /** Private keys and tokens are not: there is no good reason to publish one. */
    readonly overridable: boolean;
}
