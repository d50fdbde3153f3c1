import type { Flavor } from '../model';

type Row = readonly [name: string, prettyName: string, cpu: string, ram: string, gpu: readonly [model: string, quantity: string, vram: string] | null, space: number | null, job: number | null];

/** Hourly prices as published in the Spaces and Jobs documentation; memory sizes rounded. */
const ROWS: Row[] = [
    ['cpu-basic', 'CPU Basic', '2 vCPU', '16 GB', null, 0, 0.01],
    ['cpu-upgrade', 'CPU Upgrade', '8 vCPU', '32 GB', null, 0.03, 0.03],
    ['cpu-xl', 'CPU XL', '16 vCPU', '124 GB', null, null, 1],
    ['cpu-performance', 'CPU Performance', '32 vCPU', '256 GB', null, null, 1.9],
    ['zero-a10g', 'ZeroGPU', 'dynamic', 'dynamic', ['RTX Pro 6000', '1', '48 GB'], 0, null],
    ['t4-small', 'Nvidia T4 - small', '4 vCPU', '15 GB', ['T4', '1', '16 GB'], 0.4, 0.4],
    ['t4-medium', 'Nvidia T4 - medium', '8 vCPU', '30 GB', ['T4', '1', '16 GB'], 0.6, 0.6],
    ['a10g-small', 'Nvidia A10G - small', '4 vCPU', '15 GB', ['A10G', '1', '24 GB'], 1, 1],
    ['a10g-large', 'Nvidia A10G - large', '12 vCPU', '46 GB', ['A10G', '1', '24 GB'], 1.5, 1.5],
    ['a10g-largex2', '2x Nvidia A10G - large', '24 vCPU', '92 GB', ['A10G', '2', '48 GB'], 3, 3],
    ['a10g-largex4', '4x Nvidia A10G - large', '48 vCPU', '184 GB', ['A10G', '4', '96 GB'], 5, 5],
    ['l4x1', '1x Nvidia L4', '8 vCPU', '30 GB', ['L4', '1', '24 GB'], 0.8, 0.8],
    ['l4x4', '4x Nvidia L4', '48 vCPU', '186 GB', ['L4', '4', '96 GB'], 3.8, 3.8],
    ['l40sx1', '1x Nvidia L40S', '8 vCPU', '62 GB', ['L40S', '1', '48 GB'], 1.8, 1.8],
    ['l40sx4', '4x Nvidia L40S', '48 vCPU', '382 GB', ['L40S', '4', '192 GB'], 8.3, 8.3],
    ['l40sx8', '8x Nvidia L40S', '192 vCPU', '1534 GB', ['L40S', '8', '384 GB'], 23.5, 23.5],
    ['a100-large', 'Nvidia A100 - large', '12 vCPU', '142 GB', ['A100', '1', '80 GB'], 2.5, 2.5],
    ['a100x4', '4x Nvidia A100', '48 vCPU', '568 GB', ['A100', '4', '320 GB'], 10, 10],
    ['a100x8', '8x Nvidia A100', '96 vCPU', '1136 GB', ['A100', '8', '640 GB'], 20, 20],
    ['rtx-pro-6000', 'Nvidia RTX Pro 6000', '16 vCPU', '128 GB', ['RTX Pro 6000', '1', '96 GB'], null, 2.75],
    ['h200', 'Nvidia H200', '23 vCPU', '256 GB', ['H200', '1', '141 GB'], null, 5],
];

export const FLAVORS: Flavor[] = ROWS.map(([name, prettyName, cpu, ram, gpu, spaceHourUsd, jobHourUsd]) => ({
    name,
    prettyName,
    cpu,
    ram,
    ephemeralStorage: gpu ? '422 GB' : '50 GB',
    accelerator: gpu && { type: 'gpu', model: gpu[0], quantity: gpu[1], vram: gpu[2], manufacturer: 'Nvidia' },
    spaceHourUsd,
    jobHourUsd,
}));
