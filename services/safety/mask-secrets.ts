import { MASK, redact } from '../hub/redact';
import { SECRET_NAME } from './secrets/secret-name';

/**
 * Secrets that are told by their shape, at their usual length or a little cut off. Sources: the token formats in the documentation
 * of AWS, GitHub, Slack and Google, and of OpenAI and those who took over its prefix. Letters may stand right before a prefix that
 * is no part of a word: in JSON, the `n` of a line end does.
 */
const SHAPES: readonly RegExp[] = [
    /(?:AKIA|ASIA)[0-9A-Z]{16}/g,
    /gh[opsur]_[A-Za-z0-9]{20,}/g,
    /github_pat_[A-Za-z0-9_]{20,}/g,
    /xox[a-z]-[A-Za-z0-9-]{10,}/g,
    /AIza[0-9A-Za-z_-]{30,}/g,
    // Names of packages are long as well, but have no digit; `task-…` ends in the prefix.
    /(?<=^|[^A-Za-z0-9]|\\[nrt])sk-(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{20,}/g,
];

/** A key of several lines; one that is cut off goes to the end of the text. */
const KEY_BLOCK = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
/** The rest of one whose beginning was cut off. */
const KEY_END = /^[^]*-----END [A-Z ]{0,30}PRIVATE KEY-----/;

/** `HF_TOKEN=…`, `--password="…"`. */
const ASSIGNED = new RegExp(`(${SECRET_NAME} {0,2}= {0,2}["']?)(?!\\[redacted\\])[^\\s"'&,;]+`, 'gi');
/** `"api_key": "…"`, and the same in a text that is itself quoted. */
const QUOTED = new RegExp(`(${SECRET_NAME}\\\\?["'] {0,2}: {0,2}\\\\?(["']))(?!\\[redacted\\])(?:\\\\.|(?!\\2)[^\\\\\\n])+`, 'gi');

/**
 * Text that others wrote (logs, commits, configurations) without what opens a door: all that `redact` finds, and the keys and
 * passwords of other providers. In linear time; masking what is masked changes nothing.
 */
export function maskSecrets(text: string): string {
    const known = SHAPES.reduce((masked, shape) => masked.replace(shape, MASK), redact(text).replace(KEY_BLOCK, MASK).replace(KEY_END, MASK));
    return known.replace(ASSIGNED, `$1${MASK}`).replace(QUOTED, `$1${MASK}`);
}
