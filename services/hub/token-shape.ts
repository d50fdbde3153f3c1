/** What a Hugging Face token looks like. Source: https://huggingface.co/docs/hub/security-tokens and /docs/hub/oauth. */

/** `access`: of a user; `org`: legacy, of an organisation; `oauth`, `jwt`: signed, with dots. */
export type TokenKind = 'access' | 'org' | 'oauth' | 'jwt';

/** Real access tokens have 34 characters behind the prefix; a few less may be one that lost its end. */
const SHORTEST_BODY = 30;
/** A random token has far more different characters than a placeholder such as `hf_xxxxxxxx…`. */
const DISTINCT_CHARACTERS = 8;

/** The header of a signed token is short. The bound keeps the search linear on texts that repeat the prefix. */
const LONGEST_HEADER = 512;

const SHAPE = `(hf_oauth_|hf_jwt_)[A-Za-z0-9_-]{8,${LONGEST_HEADER}}(?:\\.[A-Za-z0-9_-]+){1,4}|(hf_|api_org_)[A-Za-z0-9]{${SHORTEST_BODY},}`;
const WHOLE = new RegExp(`^(?:${SHAPE})$`);
const INSIDE = new RegExp(`(?<![A-Za-z0-9])(?:${SHAPE})`, 'g');
const KINDS: Readonly<Record<string, TokenKind>> = { hf_: 'access', api_org_: 'org', hf_oauth_: 'oauth', hf_jwt_: 'jwt' };

/** The kind of token that this text is from its first to its last character; undefined when it is none. */
export function tokenKind(text: string): TokenKind | undefined {
    const [whole, signed, plain] = WHOLE.exec(text) ?? [];
    return whole === undefined || isPlaceholder(whole) ? undefined : KINDS[signed ?? plain ?? ''];
}

/** Whether a token stands anywhere in the text. Cheap for texts without one. */
export function carriesToken(text: string): boolean {
    return (text.includes('hf_') || text.includes('api_org_')) && tokensIn(text).length > 0;
}

/** The tokens in a text, each once. */
export function tokensIn(text: string): string[] {
    const found = Array.from(text.matchAll(INSIDE), ([token]) => token);
    return [...new Set(found)].filter((token) => !isPlaceholder(token));
}

const MASK = '••••••';
const TAIL = 4;

/** The text with each token as `hf_••••••wXyZ`, and the tokens. Masking what is masked changes nothing. */
export function maskTokens(text: string): { readonly text: string; readonly tokens: readonly string[] } {
    const tokens = tokensIn(text);
    // Longest first: a token may be the beginning of another one. The same token inside a longer word is masked as well.
    const byLength = [...tokens].sort((a, b) => b.length - a.length);
    return { text: byLength.reduce((masked, token) => masked.replaceAll(token, maskOf(token)), text), tokens };
}

/** Whether the text carries what `maskTokens` leaves in place of a token. */
export function mentionsMask(text: string): boolean {
    return text.includes(MASK) && /(?:hf_(?:oauth_|jwt_)?|api_org_)•{6}/.test(text);
}

function maskOf(token: string): string {
    const [prefix = ''] = /^(?:hf_oauth_|hf_jwt_|api_org_|hf_)/.exec(token) ?? [];
    return `${prefix}${MASK}${token.slice(-TAIL)}`;
}

function isPlaceholder(token: string): boolean {
    return new Set(token.replace(/^(?:hf_oauth_|hf_jwt_|api_org_|hf_)/, '')).size < DISTINCT_CHARACTERS;
}
