import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TransferFigures, TransferHub, TransferMeasure, TransferOptions } from './figures';
import { runProgram, tsxArguments } from './run-program';

/** What goes through a room whose server has Rocket.Chat's own limit for uploads, with room to spare. */
const FILE_BYTES = 90_000_000;
/** The two clients are measured in turn, so often. */
const ROUNDS = 3;

/** The same file through our client and through Hugging Face's own, against a stand-in in another process. */
export async function timeTransfers(): Promise<TransferFigures[]> {
    const figures: TransferFigures[] = [];
    for (const { direction, parts } of [{ direction: 'download', parts: true }, { direction: 'upload', parts: true }, { direction: 'upload', parts: false }] as const) {
        process.stderr.write(`${direction}, ${parts ? 'in parts' : 'whole'}…\n`);
        const measured = await withHub(parts, (urls) => compare({ urls, direction, fileBytes: FILE_BYTES }));
        figures.push({ direction, parts, fileBytes: FILE_BYTES, rounds: measured });
    }
    return figures;
}

async function compare(options: Omit<TransferOptions, 'client'>): Promise<TransferFigures['rounds']> {
    const rounds: Array<{ ours: TransferMeasure; theirs: TransferMeasure }> = [];
    const measure = (client: TransferOptions['client']): Promise<TransferMeasure> => runProgram<TransferMeasure>('measure-transfer.ts', { ...options, client });
    for (let round = 0; round < ROUNDS; round++) {
        rounds.push({ ours: await measure('ours'), theirs: await measure('library') });
    }
    return rounds;
}

async function withHub<T>(parts: boolean, work: (urls: TransferHub) => Promise<T>): Promise<T> {
    const child = spawn(process.execPath, tsxArguments('transfer-hub.ts', { fileBytes: FILE_BYTES, parts }), { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
        const lines = createInterface({ input: child.stdout });
        const { value } = await lines[Symbol.asyncIterator]().next() as IteratorResult<string, undefined>;
        return await work(JSON.parse(value ?? '') as TransferHub);
    } finally {
        const ended = once(child, 'exit');
        child.stdin.end();
        await ended;
    }
}
