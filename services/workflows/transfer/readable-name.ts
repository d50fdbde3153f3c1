import { Buffer } from 'buffer';

/** Control characters, line ends of Unicode, halves of characters, and those that turn the direction of what follows or can't be seen: a name must read as what it is. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Most file systems take 255 bytes; the rest is left to what tells equal names apart. */
const MAX_BYTES = 200;
/** Of a name that is too long, bytes of its ending: systems know files by it. */
const ENDING_BYTES = 60;
const CUT = '…';

/** Every character that can't be seen replaced by `_`: none is just left out, so that no other ending comes to light. */
export const withoutInvisible = (name: string): string => name.replace(INVISIBLE, '_');

/** A name under which a person or a file system may get a file whose own name a stranger chose. */
export function readableName(name: string): string {
    const seen = withoutInvisible(name).replaceAll('\\', '_');
    if (Buffer.byteLength(seen) <= MAX_BYTES) {
        return seen;
    }
    const beginning = headOf([...seen], MAX_BYTES - ENDING_BYTES - Buffer.byteLength(CUT));
    return [...beginning, CUT, ...headOf([...seen].reverse(), ENDING_BYTES).reverse()].join('');
}

/** As many characters from the first on as `bytes` hold. */
function headOf(characters: readonly string[], bytes: number): string[] {
    let left = bytes;
    const end = characters.findIndex((character) => (left -= Buffer.byteLength(character)) < 0);
    return characters.slice(0, end < 0 ? undefined : end);
}
