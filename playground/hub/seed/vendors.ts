export interface Compute {
    id: string;
    accelerator: 'cpu' | 'gpu';
    numAccelerators: number;
    numCpus: number;
    memoryGb: number;
    gpuMemoryGb?: number;
    instanceType: string;
    instanceSize: string;
    architecture: string;
    status: 'available' | 'low_availability' | 'not_available' | 'reserved' | 'deprecated';
    pricePerHour: number;
    /** Quota of an account for its kind. */
    maxAccelerators: number;
}

export interface Vendor {
    name: string;
    status: string;
    regions: { name: string; label: string; region: string; status: string; computes: Compute[] }[];
}

type Row = readonly [type: string, size: string, architecture: string, accelerators: number, memoryGb: number, gpuGb: number | null, price: number, status?: Compute['status']];

/** Hourly prices as published in the Inference Endpoints documentation. */
const AWS: Row[] = [
    ['intel-spr', 'x1', 'Intel Sapphire Rapids', 1, 2, null, 0.033],
    ['intel-spr', 'x2', 'Intel Sapphire Rapids', 2, 4, null, 0.067],
    ['intel-spr', 'x16', 'Intel Sapphire Rapids', 16, 32, null, 0.536],
    ['nvidia-t4', 'x1', 'NVIDIA T4', 1, 14, 14, 0.5],
    ['nvidia-l4', 'x1', 'NVIDIA L4', 1, 30, 24, 0.8],
    ['nvidia-l4', 'x4', 'NVIDIA L4', 4, 186, 96, 3.8, 'low_availability'],
    ['nvidia-a10g', 'x1', 'NVIDIA A10G', 1, 30, 24, 1],
    ['nvidia-l40s', 'x1', 'NVIDIA L40S', 1, 62, 48, 1.8],
    ['nvidia-a100', 'x1', 'NVIDIA A100', 1, 145, 80, 2.5],
    ['nvidia-a100', 'x8', 'NVIDIA A100', 8, 1160, 640, 20, 'low_availability'],
    ['nvidia-h200', 'x1', 'NVIDIA H200', 1, 256, 141, 5, 'not_available'],
];

const GCP: Row[] = [
    ['nvidia-l4', 'x1', 'NVIDIA L4', 1, 30, 24, 0.7],
    ['nvidia-h100', 'x1', 'NVIDIA H100', 1, 210, 80, 10],
];

function computes(place: string, rows: readonly Row[]): Compute[] {
    return rows.map(([instanceType, instanceSize, architecture, count, memoryGb, gpuGb, pricePerHour, status = 'available']) => ({
        id: `${place}-${instanceType}-${instanceSize}`,
        accelerator: gpuGb === null ? 'cpu' : 'gpu',
        numAccelerators: count,
        numCpus: gpuGb === null ? count : count * 8,
        memoryGb,
        ...(gpuGb !== null && { gpuMemoryGb: gpuGb }),
        instanceType,
        instanceSize,
        architecture,
        status,
        pricePerHour,
        maxAccelerators: gpuGb === null ? 64 : 8,
    }));
}

export const VENDORS: Vendor[] = [
    {
        name: 'aws', status: 'available', regions: [
            { name: 'us-east-1', label: 'N. Virginia', region: 'us', status: 'available', computes: computes('aws-us-east-1', AWS) },
            { name: 'eu-west-1', label: 'Ireland', region: 'eu', status: 'available', computes: computes('aws-eu-west-1', AWS.slice(0, 7)) },
        ],
    },
    { name: 'gcp', status: 'available', regions: [{ name: 'us-east4', label: 'Virginia', region: 'us', status: 'available', computes: computes('gcp-us-east4', GCP) }] },
];
