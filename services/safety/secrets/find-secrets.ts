import type { SecretFinding } from '../secret-finding';
import { AnchorIndex } from './anchor-index';
import { ASSIGNMENTS } from './assignments';
import { CREDENTIALS } from './credentials';
import { isPlaceholder } from './placeholder';
import { PRIVATE_KEYS } from './private-keys';
import { PROVIDER_TOKENS } from './provider-tokens';
import { mayBegin, type SecretShape } from './secret-shape';

/** The more exact first: where two claim the same characters, the first one has them. */
export const SECRET_SHAPES: readonly SecretShape[] = [...PRIVATE_KEYS, ...PROVIDER_TOKENS, ...CREDENTIALS, ...ASSIGNMENTS];

const ANCHORS = new AnchorIndex(SECRET_SHAPES.flatMap(({ anchors }) => anchors));

/** What was found, and where in the text; `to` is the first character behind it. */
export type FoundSecret = Omit<SecretFinding, 'path' | 'line'> & { readonly from: number; readonly to: number };

/** The secrets in a text, in its order, none within another. `exactOnly` leaves out what means something in texts for people only. */
export function findSecrets(text: string, { exactOnly }: { readonly exactOnly: boolean }): FoundSecret[] {
    const present = ANCHORS.in(text);
    const shapes = SECRET_SHAPES.filter((shape) => !(exactOnly && shape.textOnly) && shape.anchors.some((anchor) => present.has(anchor)));
    const found = shapes.flatMap((shape, rank) => matchesOf(shape, text).map((secret) => ({ ...secret, rank })));
    // In the same place the more exact one comes last, and takes the place of those before it.
    found.sort((a, b) => a.from - b.from || b.rank - a.rank);
    const kept: typeof found = [];
    for (const secret of found) {
        const before = kept.at(-1);
        if (before === undefined || before.to <= secret.from) kept.push(secret);
        else if (secret.rank < before.rank) kept[kept.length - 1] = secret;
    }
    return kept.map(({ rank: _rank, ...secret }) => secret);
}

function matchesOf(shape: SecretShape, text: string): FoundSecret[] {
    const { kind, weigh, overridable = false } = shape;
    return Array.from(occurrences(shape, text)).flatMap((match) => {
        const secret = match.slice(1).find((group) => group !== undefined) ?? match[0];
        const from = match.index + match[0].lastIndexOf(secret);
        const to = from + secret.length;
        const weight = isPlaceholder(secret) ? undefined : weigh ? weigh(secret, { text, from, to }) : 'block';
        return weight ? [{ kind, from, to, masked: mask(secret), weight, overridable }] : [];
    });
}

function* occurrences({ pattern, startsWord }: SecretShape, text: string): Generator<RegExpExecArray> {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
        if (!startsWord || mayBegin(text, match.index)) yield match;
        else pattern.lastIndex = match.index + 1;
    }
}

const SHOWN = 6;

/** Prefixes are as long as what is shown; of short secrets a quarter. */
function mask(secret: string): string {
    return `${secret.slice(0, Math.min(SHOWN, Math.floor(secret.length / 4)))}••••••`;
}
