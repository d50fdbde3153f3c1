import type { SecretShape, Surroundings } from './secret-shape';

/** Characters behind the head that are looked at: headers such as `Proc-Type`, and the first lines of the key. */
const BODY = 600;
/** What a key's lines look like once they are joined; the shortest, Ed25519, has 64 characters. */
const KEY_LINES = /[A-Za-z0-9+/=]{60}/;
/** What follows the end of an example belongs to something else. */
const NEXT_HEAD = /---- ?(?:BEGIN|END) /;
/** Line ends as they are written in JSON, quotes and signs that join strings, comments before lines, headers and spaces. */
const BETWEEN_LINES = /\\[nr]|^(?:Proc-Type|DEK-Info|Version|Comment|Public-Lines|Private-Lines|Encryption):.*$|["'+,\s>#|]/gm;

/** A head alone is documentation, or code that looks for keys. */
function weighKey(_head: string, { text, to }: Surroundings): 'block' | undefined {
    const [body = ''] = text.slice(to, to + BODY).split(NEXT_HEAD, 1);
    return KEY_LINES.test(body.replace(BETWEEN_LINES, '')) ? 'block' : undefined;
}

/** How `-----BEGIN … PRIVATE KEY-----` begins in base64, by what stands between. Kubernetes keeps client keys so. */
const PEM_IN_BASE64 = ['RSA ', '', 'EC ', 'OPENSSH ', 'ENCRYPTED ', 'DSA '].map((kind) => Buffer.from(`-----BEGIN ${kind}PRIVATE K`).toString('base64').replace(/=|.=*$/g, ''));

/** Private keys in the formats of OpenSSL, OpenSSH, SSH2, PGP and PuTTY. Public keys and certificates are none. */
export const PRIVATE_KEYS: readonly SecretShape[] = [
    { kind: 'private-key', anchors: ['PRIVATE KEY'], pattern: /-{4,5} ?BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g, weigh: weighKey },
    { kind: 'private-key', anchors: ['PuTTY-User-Key-File-'], pattern: /PuTTY-User-Key-File-[123]: /g, weigh: weighKey },
    { kind: 'private-key', anchors: ['LS0tLS1CRUdJTi'], pattern: new RegExp(`(?:${PEM_IN_BASE64.join('|')})[A-Za-z0-9+/]{40}`, 'g') },
];
