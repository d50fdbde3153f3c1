/** What stands where a secret stood. */
export const MASK = '[redacted]';

/**
 * Token shapes of Hugging Face: user tokens `hf_…`, legacy organisation tokens `api_org_…`, OAuth and repo JWTs.
 * Source: https://huggingface.co/docs/hub/security-tokens and /docs/hub/oauth. Shorter runs than the real
 * length are masked as well: a token that was cut off by a log limit is still most of a token.
 */
const TOKEN = /hf_(?:oauth|jwt)_[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*|(?:hf_|api_org_)[A-Za-z0-9]{16,}/g;
/** The header itself: whatever follows is the secret. */
const AUTHORIZATION = /\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)(?!\[redacted\])[^\s"',]+/gi;
/** Elsewhere "bearer" is also a word of error messages: masked only before something that is no plain word. */
const BEARER = /\b(bearer(?:\s+|%20))(?!\[redacted\])(?=[\w.~+/=-]*\d|[\w.~+/=-]{20}|[\w~+/=-]+[.~+/=-][\w~+/=-])[\w.~+/=-]+/gi;
const URL_CREDENTIALS = /(\/\/)[^\s/@]+@/g;
/** Query parameters that carry secrets: OAuth answers, presigned storage links of the CDN. */
const SECRET_PARAMETER = /([?&;](?:access_token|refresh_token|id_token|token|code|device_code|client_secret|secret|api_key|key|password|signature|sig|policy|key-pair-id|x-amz-signature|x-amz-credential|x-amz-security-token)=)[^&\s#"'<>]+/gi;

/**
 * The text without anything that opens a door: tokens, authorization headers, URL credentials and secret query
 * parameters. Idempotent; safe on any text.
 */
export function redact(text: string): string {
    return text
        .replace(TOKEN, MASK)
        .replace(AUTHORIZATION, `$1${MASK}`)
        .replace(BEARER, `$1${MASK}`)
        .replace(URL_CREDENTIALS, `$1${MASK}@`)
        .replace(SECRET_PARAMETER, `$1${MASK}`);
}
