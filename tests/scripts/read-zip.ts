import { inflateRawSync } from 'node:zlib';

const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const STORED = 0;

/** The files of a zip without comment, by name (APPNOTE.TXT 4.3: end record, central headers, local headers). */
export function readZip(zip: Buffer): Map<string, Buffer> {
    const end = zip.length - END_LENGTH;
    if (zip.readUInt32LE(end) !== END_OF_DIRECTORY) {
        throw new Error('This is no zip, or it has a comment.');
    }
    const files = new Map<string, Buffer>();
    let at = zip.readUInt32LE(end + 16);
    for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
        if (zip.readUInt32LE(at) !== CENTRAL_HEADER) {
            throw new Error(`There is no file header at ${at}.`);
        }
        const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
        files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), content(zip, at));
        at += 46 + nameLength + extraLength + commentLength;
    }
    return files;
}

function content(zip: Buffer, central: number): Buffer {
    const local = zip.readUInt32LE(central + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(central + 20));
    return zip.readUInt16LE(central + 10) === STORED ? bytes : inflateRawSync(bytes);
}
