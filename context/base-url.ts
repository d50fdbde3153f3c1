/** Hosts to which a token may travel without TLS: only this very machine. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An address that a token may be sent to; otherwise why not. Programs that import this are spared the messages and the Hub's client. */
export function checkBaseUrl(value: unknown): 'refused_address' | 'refused_address_parts' | 'refused_address_tls' | undefined {
    const given = typeof value === 'string' ? value.trim() : '';
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (!url || !['http:', 'https:'].includes(url.protocol)) {
        return 'refused_address';
    }
    if (url.username || url.password || url.search || url.hash) {
        return 'refused_address_parts';
    }
    if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
        return 'refused_address_tls';
    }
    return undefined;
}
