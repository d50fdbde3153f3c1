import { UserError } from '../../context/user-error';
import { hourlyCost, type Hardware } from '../../services/hub';
import { estimate, type ConversionSize, type Estimate } from '../../services/workflows/convert/estimate';

export interface ChosenHardware {
    readonly flavor: string;
    /** US dollars; undefined where no price is stated. */
    readonly perHour: number | undefined;
    readonly estimate: Estimate;
}

const UNITS: ReadonlyMap<string, number> = new Map([['GB', 1e9], ['TB', 1e12]]);

/** `16 GB` in bytes; undefined for what says no size. */
function bytesIn(text: unknown): number | undefined {
    const [, amount, unit = ''] = (typeof text === 'string' && /^(\d+(?:\.\d+)?) ?(GB|TB)$/.exec(text)) || [];
    return amount === undefined ? undefined : Number(amount) * (UNITS.get(unit) ?? 1);
}

const coresOf = ({ cpu }: Hardware): number => Number(/^(\d+) vCPU/.exec(cpu ?? '')?.[1] ?? 1);

/** The hardware that was asked for, or the cheapest that is large enough: nothing of a conversion runs on a GPU. Throws UserError. */
export function chooseHardware(catalogue: readonly Hardware[], wanted: string | undefined, size: Omit<ConversionSize, 'cores'>): ChosenHardware {
    const offered = catalogue.map((hardware) => ({ hardware, flavor: hardware.name, perHour: hourlyCost(hardware), estimate: estimate({ ...size, cores: coresOf(hardware) }) }));
    if (wanted !== undefined) {
        const found = offered.find(({ flavor }) => flavor === wanted);
        if (!found) {
            throw new UserError({ key: 'convert.unknown_hardware', values: { flavor: wanted, list: offered.map(({ flavor }) => flavor).join(', ') } });
        }
        return found;
    }
    const [cheapest] = offered.filter(isLargeEnough).toSorted((a, b) => costOf(a) - costOf(b));
    if (!cheapest) {
        throw new UserError({ key: 'convert.too_large' });
    }
    return cheapest;
}

/** By the hour: an estimate is too rough to prefer what costs more because it may be done sooner. */
const costOf = ({ perHour }: Pick<ChosenHardware, 'perHour'>): number => perHour ?? Infinity;

/** For the weights, and fast enough to be done within the limit. What a catalogue does not tell is not held against it. */
function isLargeEnough({ hardware, estimate: { seconds, limitSeconds, diskBytes, memoryBytes } }: { readonly hardware: Hardware; readonly estimate: Estimate }): boolean {
    return seconds <= limitSeconds && (bytesIn(hardware['ephemeralStorage']) ?? Infinity) >= diskBytes && (bytesIn(hardware.ram) ?? Infinity) >= memoryBytes;
}
