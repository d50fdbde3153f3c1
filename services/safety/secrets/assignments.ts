import { isPlaceholder } from './placeholder';
import { SECRET_NAME } from './secret-name';
import { QUOTE, type SecretShape } from './secret-shape';

/** Bits for each character. Words and identifiers stay below, random characters above. */
const LEAST_ENTROPY = 3;
/** What stands for a value that comes from elsewhere, and values that are no secrets: paths, addresses, calls, templates. */
const FROM_ELSEWHERE = /^(?:[./~$%<{[(@#&!*]|[a-z]{2,10}:\/\/|[A-Za-z_]{1,40}[.(\[])|environ|getenv|process\.env|\$\{|\{\{|[()<>]/;
/** Words that are joined: `my-secret-name`, `HfTokenProvider2`. */
const WORDS_ONLY = /^[A-Za-z]{1,40}(?:[_.\/-][A-Za-z]{1,40}){0,20}\d{0,2}$/;

/** A value that looks as if nobody had thought it up. More than a warning it can't be: many things do. */
function weighValue(value: string): 'warn' | undefined {
    if (isPlaceholder(value) || FROM_ELSEWHERE.test(value) || WORDS_ONLY.test(value)) return undefined;
    return /\d/.test(value) && /[A-Za-z]/.test(value) && entropy(value) >= LEAST_ENTROPY ? 'warn' : undefined;
}

/** Shannon's, of the characters of a text, in bits for each. */
function entropy(text: string): number {
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const ANCHORS = ['assword', 'ASSWORD', 'asswd', 'ASSWD', 'ecret', 'ECRET', 'oken', 'OKEN', 'ikey', 'iKey', 'IKEY', 'skey', 'sKey', 'SKEY', '_key', '_Key', '_KEY', '-key', '-Key', '-KEY'];

/** `password = "…"`, `"api_key": "…"`, `MY_TOKEN=…`: by the name alone, whatever the provider. */
export const ASSIGNMENTS: readonly SecretShape[] = [
    {
        kind: 'assigned-secret', anchors: ANCHORS, weigh: weighValue, overridable: true, textOnly: true,
        pattern: new RegExp(String.raw`${SECRET_NAME}[a-z0-9_]{0,20}(?:${QUOTE})?\]? {0,4}(?::=?|=>?) {0,4}${QUOTE}([^"'\x60\\\s]{8,200})${QUOTE}`, 'gi'),
    },
    {
        kind: 'assigned-secret', anchors: ANCHORS, weigh: weighValue, overridable: true, textOnly: true,
        pattern: new RegExp(String.raw`${SECRET_NAME}[a-z0-9_]{0,20}(?:=|: )([^"'\x60\\\s;,&]{8,200})(?=$|[\s;,&])`, 'gim'),
    },
    {
        kind: 'authorization-header', anchors: ['uthorization', 'UTHORIZATION'], weigh: weighValue, overridable: true, textOnly: true,
        pattern: new RegExp(String.raw`authorization(?:${QUOTE})?\s{0,3}[:=]\s{0,3}(?:${QUOTE})?(?:bearer|basic|token)\s{1,3}([\w.~+/=-]{16,1000})`, 'gi'),
    },
];
