export interface RenderOptions {
    /** The repository's page: `https://huggingface.co/owner/name`. */
    pageUrl: string;
    /** What relative links point into. */
    revision?: string;
}

/**
 * The absolute address of a link or image in a card, as the Hub resolves it: `#x` on the page, `/x` at the site, all else
 * in the repository. Undefined for schemes that are no place to go to, such as `javascript:` and `data:`.
 */
export function absoluteTarget(target: string, { pageUrl, revision = 'main' }: RenderOptions, kind: 'blob' | 'resolve'): string | undefined {
    const trimmed = target.trim().replace(/^<|>$/g, '');
    if (trimmed === '') return undefined;
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase();
    if (scheme !== undefined && scheme !== 'https' && scheme !== 'http' && scheme !== 'mailto') return undefined;
    const base = trimmed.startsWith('#') ? pageUrl : `${pageUrl}/${kind}/${encodeURIComponent(revision)}/`;
    if (!URL.canParse(trimmed, base)) return undefined;
    // A bracket or blank would end the link early in a chat message.
    return new URL(trimmed, base).href.replace(/[()\s|<>]/g, encodeCharacter);
}

function encodeCharacter(character: string): string {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
