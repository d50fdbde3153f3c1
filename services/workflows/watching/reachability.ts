/** Names that never lead anywhere from outside: RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps for private use (`internal`). */
const INNER_DOMAINS = ['localhost', 'local', 'localdomain', 'internal', 'intranet', 'lan', 'home', 'home.arpa', 'corp', 'test', 'invalid', 'example'];

/** The beginnings of IPv4 addresses of no use outside, as first address and length of prefix. Source: https://www.iana.org/assignments/iana-ipv4-special-registry. */
const INNER_V4: readonly (readonly [string, number])[] = [
    ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
    ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3],
];

/** Whether Hugging Face can call this address: https, and neither a private name nor a private address. A Hub on this very machine, the playground's, reaches all. */
export function isReachable(address: string, hubUrl: string): boolean {
    if (!URL.canParse(address)) {
        return false;
    }
    const { protocol, hostname } = new URL(address);
    return isLoopback(new URL(hubUrl).hostname) || (protocol === 'https:' && !isInner(hostname));
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127\./.test(host);

/** `URL` has written every form of an IPv4 address as four numbers, and IPv6 in brackets. */
function isInner(hostname: string): boolean {
    const host = hostname.replace(/\.$/, '').toLowerCase();
    if (host.startsWith('[')) {
        return isInnerV6(host.slice(1, -1));
    }
    const v4 = v4Number(host);
    if (v4 !== undefined) {
        return INNER_V4.some(([first, length]) => sameStart(v4, v4Number(first) ?? 0, length));
    }
    return !host.includes('.') || INNER_DOMAINS.some((domain) => host.endsWith(`.${domain}`));
}

function v4Number(host: string): number | undefined {
    return /^\d+(\.\d+){3}$/.test(host) ? host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}

const sameStart = (a: number, b: number, bits: number): boolean => Math.floor(a / 2 ** (32 - bits)) === Math.floor(b / 2 ** (32 - bits));

/** Only 2000::/3 is given out, and 2001:db8::/32 of it is for documents. Source: https://www.iana.org/assignments/ipv6-address-space. */
const isInnerV6 = (address: string): boolean => !/^[23][0-9a-f]{3}:/.test(address) || address.startsWith('2001:db8:');
