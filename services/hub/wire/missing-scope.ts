/**
 * Permission names of fine-grained tokens and OAuth scopes, as the token page and
 * https://huggingface.co/docs/hub/oauth list them. Longer names first: `read-repos` must not hide in another.
 */
const NAMES = new RegExp([
    'inference\\.endpoints\\.infer\\.write', 'inference\\.endpoints\\.write', 'inference\\.serverless\\.write',
    'repo\\.content\\.read', 'repo\\.access\\.read', 'repo\\.write', 'collection\\.(?:read|write)', 'job\\.write', 'discussion\\.write', 'post\\.write',
    'resourceGroup\\.write', '(?:org|user)(?:\\.[A-Za-z]+)*\\.(?:read|write)',
    'read-billing', 'read-memberships', 'read-repos', 'gated-repos', 'contribute-repos', 'write-repos', 'manage-repos',
    'read-collections', 'write-collections', 'write-discussions', 'inference-api', 'read-endpoints', 'write-endpoints',
].join('|'));

/** The scope a refused call lacked, from `WWW-Authenticate: Bearer error="insufficient_scope", scope="…"` or the message. */
export function missingScope({ status, message, authenticate }: { status: number; message: string; authenticate: string | null }): string | undefined {
    if (status !== 403 && status !== 401) return undefined;
    const challenge = /\bscope="([\w.: -]{1,200})"/.exec(authenticate ?? '')?.[1];
    if (challenge !== undefined && /insufficient_scope/.test(authenticate ?? '')) return challenge;
    return NAMES.exec(message)?.[0];
}
