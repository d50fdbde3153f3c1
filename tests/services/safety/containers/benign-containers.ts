import { deflateSync, gzipSync } from 'node:zlib';
import type { FileFormat } from '../../../../services/safety';
import { tensor } from '../pickle/benign-pickles';
import { pickled, type PyValue } from '../pickle/pickler';
import { ggufFile, safetensorsFile } from '../header-builders';
import { npy, npyHeader, torchStream } from './builders';
import type { Container } from './malicious-containers';
import { zip, type Part } from './zip-builder';

export interface BenignContainer extends Container {
    readonly format: FileFormat;
    readonly verdict: 'allowed' | 'unknown';
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const numbers = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 137 + 11) % 256);

const STATE_DICT: PyValue = { dict: [['a.weight', tensor('0', [4, 4])], ['b.weight', tensor('1', [4, 4])]] };
const dataPickle = pickled(STATE_DICT, 2);

/** As PyTorchStreamWriter lays an archive out: aligned, with descriptors, and small texts around the numbers. */
const torchParts = (extra: Partial<Part> = {}): Part[] => [
    { name: 'model/data.pkl', bytes: dataPickle, alignTo: 64, ...extra },
    { name: 'model/byteorder', bytes: text('little'), alignTo: 64, ...extra },
    { name: 'model/data/0', bytes: numbers(64), alignTo: 64, ...extra },
    { name: 'model/data/1', bytes: numbers(64), alignTo: 64, ...extra },
    { name: 'model/version', bytes: text('3\n'), alignTo: 64, ...extra },
    { name: 'model/.data/serialization_id', bytes: text('0457134013306862612700000000000000000000'), alignTo: 64, ...extra },
];

const floats = npy(npyHeader("'<f4'", '(2, 3)'), numbers(24));
const fields = npy(npyHeader("[('x', '<f8'), ('name', '<U4', (2,)), ('t', '<M8[ns]')]", '(3,)'), numbers(3 * (8 + 32 + 8)));
const objects = npy(npyHeader("'|O'", '(2,)'), pickled({ list: ['a', 'b'] }, 4));

const benign = (label: string, path: string, bytes: Uint8Array, expected: Pick<BenignContainer, 'format' | 'verdict'>): BenignContainer => ({ label, path, bytes, ...expected });
const allowed = (format: FileFormat): Pick<BenignContainer, 'format' | 'verdict'> => ({ format, verdict: 'allowed' });

export const BENIGN_CONTAINERS: readonly BenignContainer[] = [
    benign('a state dict', 'pytorch_model.bin', zip(torchParts()), allowed('torch')),
    benign('a state dict with descriptors', 'pytorch_model.bin', zip(torchParts({ flags: 0x808 })), allowed('torch')),
    benign('a state dict with both end records', 'pytorch_model.bin', zip(torchParts(), { wide: true }), allowed('torch')),
    benign('a compressed state dict', 'pytorch_model.bin', zip(torchParts({ deflate: true, alignTo: 0 })), allowed('torch')),
    benign('a state dict before PyTorch 1.6', 'pytorch_model.bin', torchStream(pickled({ dict: [['epoch', 3]] }, 2)), allowed('torch')),
    benign('an array', 'a.npy', floats, allowed('numpy')),
    benign('an array of version 2', 'a.npy', npy(npyHeader("'<f4'", '(2, 3)'), numbers(24), 2), allowed('numpy')),
    benign('an array with fields', 'a.npy', fields, allowed('numpy')),
    benign('an empty array', 'a.npy', npy(npyHeader("'<f4'", '(0,)'), new Uint8Array()), allowed('numpy')),
    benign('a number', 'a.npy', npy(npyHeader("'|b1'", '()'), numbers(1)), allowed('numpy')),
    benign('an array of texts as objects', 'a.npy', objects, allowed('numpy')),
    benign('two arrays in a row', 'a.npy', Buffer.concat([floats, fields]), allowed('numpy')),
    benign('arrays', 'a.npz', zip([{ name: 'x.npy', bytes: floats, wide: true }, { name: 'y.npy', bytes: fields, wide: true }]), allowed('npz')),
    benign('compressed arrays', 'a.npz', zip([{ name: 'x.npy', bytes: npy(npyHeader("'<f4'", '(50000,)'), numbers(200_000)), deflate: true }]), allowed('npz')),
    benign('large compressed arrays', 'a.npz', zip([{ name: 'x.npy', bytes: npy(npyHeader("'<f4'", '(5000000,)'), new Uint8Array(20_000_000)), deflate: true }]), allowed('npz')),
    benign('joblib without arrays', 'a.joblib', pickled({ call: { global: ['joblib.numpy_pickle', 'Settings'] }, args: [] }, 4), { format: 'joblib', verdict: 'unknown' }),
    benign('joblib with zlib', 'a.joblib', deflateSync(pickled({ dict: [['depth', 3]] }, 4)), allowed('joblib')),
    benign('joblib with gzip', 'a.pkl.gz', gzipSync(pickled({ dict: [['depth', 3]] }, 4)), allowed('joblib')),
    benign('a pickle', 'a.pkl', pickled({ dict: [['depth', 3]] }, 4), allowed('pickle')),
    benign('safetensors', 'model.safetensors', safetensorsFile({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, 16), allowed('safetensors')),
    benign('GGUF', 'model.gguf', ggufFile(), allowed('gguf')),
    benign('an archive of texts', 'docs.zip', zip([{ name: 'a.txt', bytes: text('hello'), deflate: true }, { name: 'b/', bytes: new Uint8Array() }]), allowed('zip')),
    benign('an archive with a picture', 'docs.zip', zip([{ name: 'a.png', bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]) }]), { format: 'zip', verdict: 'unknown' }),
    benign('an archive with a comment', 'docs.zip', zip([{ name: 'a.txt', bytes: text('hello') }], { comment: text('made by hand') }), allowed('zip')),
    benign('a compressed table', 'rows.csv.gz', gzipSync('a,b\n1,2\n'), { format: 'other', verdict: 'unknown' }),
    benign('JSON', 'config.json', text('{"model_type": "bert"}'), allowed('text')),
    benign('an empty file', '.gitkeep', new Uint8Array(), allowed('text')),
    benign('a text that begins like an import', 'labels.txt', text('cat\ndog\nbird\n'), allowed('text')),
    benign('a text that begins like a call', 'README.txt', text('(in English)\ncopy it\nR. and others\n'), allowed('text')),
    benign('a text that begins like zlib', 'formula.txt', text('x^2 + y^2 = z^2\n'), allowed('text')),
    benign('a word that is a pickle but for its end', 'vocab.txt', text('N\n]\n)\nV\nI\n'), allowed('text')),
    benign('a long table whose lines begin with a letter that numbers begin with', 'metadata.csv', text('LJ001-0001|Printing, in the only sense\n'.repeat(10_000)), allowed('text')),
    benign('a long table of pictures', 'images.csv', text(`Image,Label\n${'IMG_0001.jpg,3\n'.repeat(20_000)}`), allowed('text')),
    benign('a long table of fractions', 'scores.csv', text('F1,0.93,0.91\n'.repeat(30_000)), allowed('text')),
    benign('a notice', 'LICENSE', text('Permission is hereby granted, free of charge\nto any person\n'), allowed('text')),
    benign('a picture', 'a.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), { format: 'other', verdict: 'unknown' }),
];
