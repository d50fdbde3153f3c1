import { deflateSync, gzipSync } from 'node:zlib';
import { callPickle } from '../../../../playground/hub/bytes/pickle';
import { ggufFile, safetensorsFile } from '../header-builders';
import { npy, npyHeader, oldTar, tar, torchStream } from './builders';
import { zip, type Part } from './zip-builder';

export interface Container {
    readonly label: string;
    readonly path: string;
    readonly bytes: Uint8Array;
}

export interface MaliciousContainer extends Container {
    readonly verdict: 'dangerous' | 'error';
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const PAYLOAD = callPickle('posix', 'system', 'id');
/** In protocol 0 it is a text. */
export const TEXT_PAYLOAD = text("cos\nsystem\n(S'id'\ntR.");
const HARMLESS = Uint8Array.from([0x80, 2, 0x7d, 0x2e]);
const GARBAGE = Uint8Array.from({ length: 200 }, (_, index) => (index * 89 + 7) % 256);
const PLAIN_ARRAY = npy(npyHeader("'<f4'", '(2,)'), new Uint8Array(8));

const payloadPart: Part = { name: 'archive/data.pkl', bytes: PAYLOAD };
const harmlessPart: Part = { name: 'archive/data.pkl', bytes: HARMLESS };
const storagePart: Part = { name: 'archive/data/0', bytes: new Uint8Array(64) };
const nested = (levels: number): Uint8Array => (levels === 0 ? PAYLOAD : zip([{ name: 'inner.bin', bytes: nested(levels - 1) }]));

/** Letters that can't be compressed much. */
function randomText(length: number): string {
    return Array.from({ length }, (_, index) => String.fromCharCode(97 + ((Math.imul(index + 1, 2_654_435_761) >>> 13) % 26))).join('');
}

const ARCHIVES: Record<string, Uint8Array> = {
    'os.system in data.pkl': zip([payloadPart, storagePart]),
    'the same, compressed': zip([{ ...payloadPart, deflate: true }, storagePart]),
    'a second pickle': zip([harmlessPart, { name: 'archive/extra.pkl', bytes: PAYLOAD }]),
    'a second pickle without its extension': zip([harmlessPart, { name: 'archive/README.md', bytes: PAYLOAD }]),
    'a second pickle of protocol 0': zip([harmlessPart, { name: 'archive/notes.txt', bytes: TEXT_PAYLOAD, deflate: true }]),
    'a pickle where numbers belong': zip([harmlessPart, { name: 'archive/data/0', bytes: PAYLOAD }]),
    'no folder': zip([{ name: 'data.pkl', bytes: PAYLOAD }]),
    'a text that becomes a pickle far behind its beginning': zip([{ name: 'notes.txt', bytes: Buffer.concat([text(`V${randomText(40_000)}\n0`), TEXT_PAYLOAD]), deflate: true }]),
    'two folders with a data.pkl': zip([harmlessPart, { name: 'other/data.pkl', bytes: PAYLOAD }]),
    'zip64': zip([{ ...payloadPart, wide: true }], { wide: true }),
    'a zip in it': zip([harmlessPart, { name: 'archive/more', bytes: zip([payloadPart]) }]),
    'a compressed zip in it': zip([harmlessPart, { name: 'archive/more', bytes: zip([payloadPart]), deflate: true }]),
    'a zip in a zip in a zip': nested(3),
    'a data descriptor': zip([{ ...payloadPart, flags: 8, deflate: true }]),
    'a comment': zip([payloadPart], { comment: text('trained with care') }),
    'text before it': zip([payloadPart], { prefix: text('# A model card\n') }),
    'text before it that offsets count': zip([payloadPart], { prefix: text('# A model card\n'), countsPrefix: true }),
    'another archive before it': zip([payloadPart], { prefix: zip([harmlessPart]) }),
    'an npy of objects in it': zip([{ name: 'a.npy', bytes: npy(npyHeader("'|O'", '(1,)'), PAYLOAD) }]),
    'two entries of one name': zip([harmlessPart, payloadPart]),
    'NUL in a name': zip([{ name: 'archive/data.pkl\0.txt', bytes: PAYLOAD }]),
};

/** What is behind it can't be told: that is no clean verdict either. */
const UNREADABLE_ARCHIVES: Record<string, Uint8Array> = {
    'a zip64 record that is said to be elsewhere': zip([harmlessPart], { wide: true, wideAt: 0 }),
    'ten zips in each other': nested(10),
    'a comment with an end record in it': zip([payloadPart], { comment: zip([]) }),
    'more pickles than are looked at': zip([...Array.from({ length: 200 }, (_, index) => ({ name: `${index}.txt`, bytes: text('hello') })), { name: 'z', bytes: PAYLOAD }]),
    'another name in the local header': zip([{ ...payloadPart, name: 'archive/data/0', local: { name: 'archive/data.pkl' } }, harmlessPart]),
    'another size in the local header': zip([{ ...payloadPart, central: { size: 4, packedSize: 4 } }]),
    'another method in the local header': zip([{ ...payloadPart, local: { method: 8 } }]),
    'other flags in the local header': zip([{ ...payloadPart, local: { flags: 1 } }]),
    'an encrypted entry': zip([{ ...payloadPart, flags: 1 }]),
    'strong encryption': zip([{ ...payloadPart, flags: 64 }]),
    'a method that is not read': zip([{ ...payloadPart, local: { method: 14 }, central: { method: 14 } }]),
    'a size that is a lie': zip([{ ...payloadPart, deflate: true, central: { size: 3 }, local: { size: 3 } }]),
    'fewer entries than there are': zip([harmlessPart, { name: 'archive/x', bytes: PAYLOAD }], { count: 1 }),
    'more entries than there are': zip([payloadPart], { count: 9 }),
    'bytes behind its end': zip([harmlessPart], { suffix: PAYLOAD }),
    'no end': zip([payloadPart, storagePart]).slice(0, -30),
};

const OBJECT_HEADER = npyHeader("'|O'", '(1,)');
const ARRAYS: Record<string, Uint8Array> = {
    'an npy of objects': npy(OBJECT_HEADER, PAYLOAD),
    'an npy of objects, version 2': npy(OBJECT_HEADER, PAYLOAD, 2),
    'an npy of objects in protocol 0': npy(OBJECT_HEADER, TEXT_PAYLOAD),
    'an npy with a field of objects': npy(npyHeader("[('a', '<i4'), ('b', [('c', '|O')])]", '(1,)'), PAYLOAD),
    'an npy with a type of several': npy(npyHeader("'i4,O'", '(1,)'), PAYLOAD),
    'an npy after an npy': Buffer.concat([PLAIN_ARRAY, npy(OBJECT_HEADER, PAYLOAD)]),
    'an npy that ends in its pickle': npy(OBJECT_HEADER, PAYLOAD).slice(0, -2),
};

const UNREADABLE_ARRAYS: Record<string, Uint8Array> = {
    'a pickle after an npy': Buffer.concat([PLAIN_ARRAY, PAYLOAD]),
    'a key that is written in two ways': npy(`{'descr': '|u1', 'desc\\x72': '|O', 'fortran_order': False, 'shape': (${PAYLOAD.byteLength},), }`, PAYLOAD),
    'a header that calls something': npy("{'descr': __import__('os').system('id'), 'shape': (1,)}", PAYLOAD),
};

/** Each of them under names that say something else. */
const RENAMED = ['model.safetensors', 'config.json', 'notes.txt', 'model.gguf', 'data.npy', 'weights.bin'].flatMap((path): MaliciousContainer[] => [
    { label: `a pickle called ${path}`, path, bytes: PAYLOAD, verdict: 'dangerous' },
    { label: `a pickle of protocol 0 called ${path}`, path, bytes: TEXT_PAYLOAD, verdict: 'dangerous' },
    { label: `a PyTorch archive called ${path}`, path, bytes: zip([payloadPart, storagePart]), verdict: 'dangerous' },
]);

const STREAMS: Record<string, Uint8Array> = {
    'PyTorch before 1.6': torchStream(PAYLOAD),
    'a tar as of PyTorch 0.1': tar([{ name: 'sys_info', bytes: HARMLESS }, { name: 'pickle', bytes: PAYLOAD }]),
    'joblib with zlib': deflateSync(PAYLOAD),
    'joblib with gzip': gzipSync(PAYLOAD),
    'joblib with zlib that is cut off': deflateSync(Buffer.concat([PAYLOAD, Buffer.from(GARBAGE)])).subarray(0, -20),
    'a tar in gzip': gzipSync(tar([{ name: 'pickle', bytes: PAYLOAD }])),
    'a tar without the mark of POSIX': oldTar([{ name: 'pickle', bytes: PAYLOAD }]),
    'zlib in gzip': gzipSync(deflateSync(PAYLOAD)),
    'a pickle that is cut off behind its payload': PAYLOAD.slice(0, -1),
    'a text pickle with anything behind its payload': Buffer.concat([TEXT_PAYLOAD.slice(0, -1), text('\n{"model_type": "bert"}')]),
    ...Object.fromEntries(['I', 'L', 'F'].map((opcode) => [`a text pickle whose number stands behind a page of blanks: ${opcode}`, Buffer.concat([text(`${opcode}${' '.repeat(300)}1\n0`), TEXT_PAYLOAD])])),
    'a text pickle with blanks before the letter of a long number': Buffer.concat([text('L1 L\n0'), TEXT_PAYLOAD]),
    'a text pickle with infinity behind a page of blanks': Buffer.concat([text(`F${' '.repeat(250)}infinity\n0`), TEXT_PAYLOAD]),
    'a text pickle with a number that ends before it begins': Buffer.concat([text('I\0\n0'), TEXT_PAYLOAD]),
    'two pickles': Buffer.concat([HARMLESS, PAYLOAD]),
    'GGUF that is a pickle as well': ggufPolyglot(),
    'safetensors that are a pickle with a place in the memo behind zeros': lineOfWeights(0x256, `p${'0'.repeat(20)}1\n`),
    'safetensors with an archive behind': Buffer.concat([safetensorsFile({ a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] } }, 1), zip([payloadPart])]),
    'an archive as the weights of a safetensors': archiveAsWeights(),
    'GGUF with an archive behind': zip([payloadPart], { prefix: ggufFile() }),
};

const UNREADABLE_STREAMS: Record<string, Uint8Array> = {
    'joblib with bzip2': Buffer.concat([text('BZh9'), GARBAGE]),
    'nothing in gzip, zeros, and a second part': Buffer.concat([gzipSync(''), new Uint8Array(8), gzipSync(PAYLOAD)]),
    'joblib with LZMA of an unusual dictionary': Buffer.concat([Uint8Array.from([0x5d, 0, 0x10, 0, 0]), GARBAGE]),
    'safetensors whose header is a line of text for an unpickler': lineOfWeights(0x6_0056, ''),
    'joblib with xz': Buffer.concat([Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), GARBAGE]),
    'joblib with lz4': Buffer.concat([Uint8Array.from([4, 0x22, 0x4d, 0x18]), GARBAGE]),
    'safetensors that are a pickle with more marks than are kept': lineOfWeights(0x256, '('.repeat(100_001)),
    'a place in the memo that is longer than any, before a payload': Buffer.concat([text(`Np${'0'.repeat(300)}\n0`), TEXT_PAYLOAD]),
    'a place in the memo behind a page of blanks, before a payload': Buffer.concat([text(`Np${' '.repeat(300)}1\n0`), TEXT_PAYLOAD]),
    'an unknown class that is called, with anything behind': text("cmypackage.loader\nrun\n(S'id'\ntR{}"),
    'a harmless pickle with anything behind': Buffer.concat([HARMLESS, GARBAGE]),
};

/** `G` takes eight bytes as a number, and `V` all up to the next line as a text: the number of tensors begins with that letter. */
function ggufPolyglot(): Uint8Array {
    const head = Buffer.alloc(24);
    head.write('GGUF');
    head.writeUInt32LE(3, 4);
    head.writeBigUInt64LE(0x5601n, 8);
    head.writeBigUInt64LE(1n, 16);
    const key = text('\ncos\nsystem\n(S\'id\'\ntR.');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(key.byteLength));
    return Buffer.concat([head, length, key, Buffer.from([4, 0, 0, 0, 1, 0, 0, 0])]);
}

/** `V` takes all up to the next line as a text: the length of the header begins with that letter. */
function lineOfWeights(headerBytes: number, opcodes: string): Uint8Array {
    const payload = text(`\n${opcodes}0cos\nsystem\n(S'id'\ntR.`);
    const header = JSON.stringify({ a: { dtype: 'U8', shape: [payload.byteLength], data_offsets: [0, payload.byteLength] } }).padEnd(headerBytes);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, text(header), payload]);
}

/** Offsets may count from the archive's own start, so that all of it fits into a tensor. */
function archiveAsWeights(): Uint8Array {
    const archive = zip([payloadPart]);
    const file = safetensorsFile({ a: { dtype: 'U8', shape: [archive.byteLength], data_offsets: [0, archive.byteLength] } }, archive.byteLength);
    file.set(archive, file.byteLength - archive.byteLength);
    return file;
}

const all = (containers: Record<string, Uint8Array>, path: string, verdict: 'dangerous' | 'error'): MaliciousContainer[] =>
    Object.entries(containers).map(([label, bytes]) => ({ label, path, bytes, verdict }));

export const MALICIOUS_CONTAINERS: readonly MaliciousContainer[] = [
    ...all(ARCHIVES, 'model.pt', 'dangerous'), ...all(UNREADABLE_ARCHIVES, 'model.pt', 'error'), ...all(ARRAYS, 'array.npy', 'dangerous'), ...all(UNREADABLE_ARRAYS, 'array.npy', 'error'),
    ...RENAMED, ...all(STREAMS, 'model.bin', 'dangerous'), ...all(UNREADABLE_STREAMS, 'model.bin', 'error'),
];
