import type { SecretFinding } from '../secret-finding';

type Naming = Pick<SecretFinding, 'kind' | 'weight' | 'overridable'> & { readonly pattern: RegExp };

const block = (kind: SecretFinding['kind'], pattern: RegExp): Naming => ({ kind, pattern, weight: 'block', overridable: true });
const warn = (kind: SecretFinding['kind'], pattern: RegExp): Naming => ({ kind, pattern, weight: 'warn', overridable: true });

/** Files that show by their name what a `.env` should hold. */
const TEMPLATES = /(?:^|[._-])(?:example|sample|template|dist|defaults?|schema|tpl)(?:\.[a-z]{1,5})?$/;

/** The first that fits says it. Matched against the path in lower case. */
const NAMINGS: readonly Naming[] = [
    { kind: 'private-key-file', pattern: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, weight: 'block', overridable: false },
    block('env-file', /(?:^|\/)(?:\.env(?:\.[\w.-]{1,60})?|[\w.-]{1,60}\.env|\.envrc)$/),
    // Encrypted or not: what is in them is of use to whoever has the password.
    block('key-store', /\.(?:ppk|p12|pfx|jks|keystore|kdbx?|agekey)$/),
    block('credential-file', /(?:^|\/)(?:[._]netrc|\.pypirc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd|\.vault[-_](?:token|pass(?:word)?)|\.s3cfg|\.boto|\.dockercfg|rclone\.conf|kubeconfig|application_default_credentials\.json)$/),
    block('credential-file', /(?:^|\/)(?:\.aws\/(?:credentials|config)|\.docker\/config\.json|\.kube\/config|\.streamlit\/secrets\.toml|\.?cache\/huggingface\/(?:token|stored_tokens)|\.databrickscfg|\.config\/gh\/hosts\.yml)$/),
    block('credential-file', /(?:^|\/)(?:credentials?(?:\.(?:json|ya?ml|toml|ini|csv|txt))?|(?:gcp[-_])?service[-_]?account[\w.-]{0,60}\.json|client[-_]secrets?[\w.-]{0,80}\.json|secrets?\.(?:json|ya?ml|toml|ini|txt|env))$/),
    block('credential-file', /\.(?:kubeconfig|tfstate(?:\.backup)?)$|(?:^|\/)(?:terraform|[\w.-]{1,60}\.auto)\.tfvars(?:\.json)?$/),
    // Often a certificate, which everybody may see; the content tells.
    warn('private-key-file', /\.(?:pem|key)$/),
    warn('credential-file', /(?:^|\/)\.npmrc$|\.(?:tfvars|ovpn)$/),
    warn('history-file', /(?:^|\/)\.(?:bash|zsh|python|psql|mysql|node_repl|sqlite)_history$/),
];

/** What a file's path gives away without a look into it; at most one finding. */
export function scanFileName(path: string): SecretFinding[] {
    const name = path.toLowerCase().replace(/\\/g, '/');
    const naming = NAMINGS.find(({ pattern }) => pattern.test(name));
    if (naming === undefined || (naming.overridable && TEMPLATES.test(name))) return [];
    const { kind, weight, overridable } = naming;
    return [{ path, kind, masked: '', weight, overridable }];
}
