/** Fewer different characters than a random secret of its length ever has. */
const DISTINCT_CHARACTERS = 8;
/** Below this length, half of the characters are enough. */
const LONG = 16;

/** What documentation puts where a secret would stand. */
const WORDS = /example|your[-_]|yourt|place-?_?holder|change-?_?(?:me|it)|dummy|redacted|insert|replace|secret_?here|key_?here|token_?here|x{5}|\*{3}|\.{3}|…|•|\$\{|\{\{|<[a-z]/i;
/** Somebody's fingers going along the keys. */
const RUNS = ['0123456789', '1234567890', 'abcdefghij', 'qwertyuiop', '9876543210', 'deadbeef'];

/** Whether this stands for a secret and is none: the examples of providers' documentation, crosses, templates, runs of keys. */
export function isPlaceholder(secret: string): boolean {
    const lower = secret.toLowerCase();
    const distinct = new Set(secret).size;
    return distinct < Math.min(DISTINCT_CHARACTERS, secret.length >= LONG ? DISTINCT_CHARACTERS : secret.length / 2)
        || WORDS.test(secret) || RUNS.some((run) => lower.includes(run));
}
