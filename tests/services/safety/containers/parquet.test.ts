import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { callPickle } from '../../../../playground/hub/bytes/pickle';
import { bufferReader, inspectFile, judgeFile } from '../../../../services/safety';

const PATH = 'data/train.parquet';

/** As its readers know it: by four letters at both ends (https://parquet.apache.org/docs/file-format/). */
const table = (body: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('PAR1'), body, Buffer.from('PAR1')]);

async function judged(bytes: Uint8Array): Promise<ReturnType<typeof judgeFile>> {
    return judgeFile({ path: PATH, own: await inspectFile(bufferReader(bytes), { path: PATH, size: bytes.length }) });
}

/** Compressed columns look like this. */
function noise(seed: number): Uint8Array {
    const start = createHash('sha512').update(String(seed)).digest();
    return Buffer.concat(Array.from({ length: 200 }, (_, index) => createHash('sha512').update(start).update(String(index)).digest()));
}

describe('a Parquet file, whose first letter is an opcode', () => {
    it('is no pickle, whatever its columns hold', async () => {
        const bodies = [new Uint8Array(400_000), ...Array.from({ length: 500 }, (_, seed) => noise(seed))];
        const judgements = await Promise.all(bodies.map((body) => judged(table(body))));
        expect(judgements.filter(({ decision }) => decision !== 'take')).toEqual([]);
    });

    it('is refused when it is a pickle that does harm as well', async () => {
        expect(await judged(table(Buffer.concat([Buffer.from('\n'), callPickle('posix', 'system', 'id')])))).toMatchObject({ decision: 'refuse' });
    });
});
