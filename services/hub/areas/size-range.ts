/** Bounds of a parameter count in the Hub's spelling: `6B`, `128B`, `500M`. */
export interface SizeRange {
    min?: string;
    max?: string;
}

const UNITS = 'KMBT';
const NUMBER = '(\\d{1,6}(?:\\.\\d{1,3})?)';
const RANGE = new RegExp(`^${NUMBER}([${UNITS}])?-${NUMBER}([${UNITS}])$`);
const BOUND = new RegExp(`^([<>])=?${NUMBER}([${UNITS}])$`);
const SINGLE = new RegExp(`^${NUMBER}([${UNITS}])$`);

/** A model called "7B" has 6.6 to 7.7 billion parameters: one tenth around the number that was named. */
const AROUND = 0.1;

/** Reads `7B`, `3-8B`, `500M-1B`, `<3B`, `>70B`; undefined when the text is none of these. */
export function parseSizeRange(text: string): SizeRange | undefined {
    const compact = text.replace(/\s+/g, '').replace(/[–—]/g, '-').toUpperCase();
    const range = RANGE.exec(compact);
    if (range) {
        const [, low = '', lowUnit, high = '', highUnit = ''] = range;
        const [min, max] = [count(low, lowUnit ?? highUnit), count(high, highUnit)];
        return min <= max ? { min: spell(min), max: spell(max) } : undefined;
    }
    const [, sign, bound = '', boundUnit = ''] = BOUND.exec(compact) ?? [];
    if (sign) return sign === '<' ? { max: spell(count(bound, boundUnit)) } : { min: spell(count(bound, boundUnit)) };
    const [, single, unit = ''] = SINGLE.exec(compact) ?? [];
    if (single === undefined) return undefined;
    const value = count(single, unit);
    return { min: spell(Math.floor(value * (1 - AROUND))), max: spell(Math.ceil(value * (1 + AROUND))) };
}

/** The Hub's `num_parameters` filter: `min:6B,max:128B`. */
export function numParameters({ min, max }: SizeRange): string {
    return [min && `min:${min}`, max && `max:${max}`].filter(Boolean).join(',');
}

function count(number: string, unit: string): number {
    return Number(number) * 1000 ** (UNITS.indexOf(unit) + 1);
}

/** In whole numbers of the largest unit that loses nothing: `6300M`, not `6.3B`. */
function spell(value: number): string {
    const thousands = Math.round(value / 1000);
    let [amount, unit] = [thousands, 0];
    while (amount >= 1000 && amount % 1000 === 0 && unit < UNITS.length - 1) [amount, unit] = [amount / 1000, unit + 1];
    return `${amount}${UNITS[unit] ?? 'K'}`;
}
