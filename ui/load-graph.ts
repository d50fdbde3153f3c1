const BARS = '▁▂▃▄▅▆▇█';
/** Where there is no value. */
const GAP = '·';

/** Percentages over time as a line of bars, the last `width` of them, oldest first. */
export function loadGraph(percents: ReadonlyArray<number | undefined>, width: number): string {
    return percents.slice(-width).map((percent) => (percent === undefined ? GAP : bar(percent))).join('');
}

const bar = (percent: number): string => BARS.charAt(Math.min(BARS.length - 1, Math.max(0, Math.floor((percent / 100) * BARS.length))));
