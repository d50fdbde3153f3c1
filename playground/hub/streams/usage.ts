import { createHash } from 'node:crypto';
import type { Flavor } from '../model';

const GIB = 1024 ** 3;

/** "15 GB" in bytes; 16 GB where the flavor gives no number. */
const bytesOf = (size: string): number => (Number.parseInt(size, 10) || 16) * GIB;

/** What is in use of a Space's memory when nobody said. */
export const USUAL_MEMORY_PERCENT = 10;

export interface Load {
    /** Load of the processor, 0 to 100. */
    cpuPercent: number;
    /** Memory in use, 0 to 100; the usual little when nobody said. */
    memoryPercent?: number | undefined;
    flavor: Flavor | undefined;
    /** Names what is measured: its replica and accelerators follow from it. */
    subject: string;
}

/** A metric event as huggingface_hub's source quotes one; Spaces are said to send the same. */
export function usage({ cpuPercent, memoryPercent = USUAL_MEMORY_PERCENT, flavor, subject }: Load): Record<string, unknown> {
    const cores = Number.parseInt(flavor?.cpu ?? '2', 10) || 2;
    const name = createHash('sha256').update(subject).digest('hex');
    const total = bytesOf(flavor?.ram ?? '16 GB');
    const gpus = flavor?.accelerator ? { [name.slice(0, 8)]: { utilization: cpuPercent, memory_used_bytes: Math.round(bytesOf(flavor.accelerator.vram) * 0.4), memory_total_bytes: bytesOf(flavor.accelerator.vram) } } : {};
    return {
        cpu_usage_pct: cpuPercent, cpu_millicores: cores * 1000, memory_used_bytes: Math.round((total * memoryPercent) / 100), memory_total_bytes: total, rx_bps: 0, tx_bps: 0, gpus, replica: name.slice(8, 13),
    };
}
