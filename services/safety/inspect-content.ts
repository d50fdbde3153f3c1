import { inspectCompressed } from './compressed';
import { isText, magicOf, type Magic } from './file-magic';
import { failed, findingOf, harmless, together, undecided, worseOf, type Finding } from './finding';
import { findHiddenPickle } from './hidden-pickle';
import { inspectGguf, inspectSafetensors } from './inspect-headers';
import { inspectPickle } from './inspect-pickle';
import type { ByteSource } from './metered-source';
import { inspectNumpy } from './numpy';
import { tarMembers } from './tar';
import type { FileFormat } from './verdict';
import { findTrailingArchive } from './zip/find-trailing-archive';
import { inspectZip } from './zip/inspect-zip';

/** Formats are told, and text is judged, by this much of a file. */
const HEAD_BYTES = 64 * 1024;
/** And by this much of what is found in one: together with its local header that is one request. */
const INNER_HEAD_BYTES = 6 * 1024;
/** Archives in archives in archives would go on for ever; PyTorch's are one deep. */
const MAX_DEPTH = 4;

/** What is looked at: a file, or something that was found in one. */
export interface Subject {
    readonly name: string;
    /** 0: the file itself. */
    readonly depth: number;
    /** It is the `data.pkl` of a PyTorch archive. */
    readonly isTorchPickle?: boolean;
}

/**
 * What some bytes are, and what they would do when they are loaded. One file can be of two formats at once, and each loader sees its own:
 * it is judged as all that it can be taken for, and the worst counts.
 */
export async function inspectContent(source: ByteSource, subject: Subject): Promise<Finding> {
    if (subject.depth > MAX_DEPTH) return failed('other', 'too-long', `archives nested more than ${MAX_DEPTH} deep`);
    source.effort?.spend('looks', 1);
    const headBytes = subject.depth === 0 ? HEAD_BYTES : INNER_HEAD_BYTES;
    const head = await source.read(0, headBytes);
    const magic = magicOf(head, source.size);
    // In what is found in a file this is looked for only where it costs no further request.
    const isCheap = subject.depth === 0 || source.size <= head.byteLength;
    const archive = magic !== 'zip' && isCheap ? await findTrailingArchive(source, innerOf(subject)) : undefined;
    const hidden = magic === 'pickle' ? undefined : await findHiddenPickle(source, headBytes);
    const known = magic && await findingOf(FORMATS[magic], () => inspectKnown(magic, source, subject));
    return [known, hidden, archive].reduce((worst, next) => (worst && next ? worseOf(worst, next) : worst ?? next)) ?? inspectUnnamed(head, source, subject);
}

const FORMATS: Readonly<Record<Magic, FileFormat>> = {
    zip: 'zip', pickle: 'pickle', numpy: 'numpy', gguf: 'gguf', safetensors: 'safetensors', parquet: 'other', deflate: 'other', compressed: 'other', tar: 'other',
};

type InspectInner = (inner: ByteSource, of: Omit<Subject, 'depth'>) => Promise<Finding>;

function innerOf({ depth }: Subject): InspectInner {
    return (inner, of) => inspectContent(inner, { ...of, depth: depth + 1 });
}

/** Undefined when the first bytes were those of the format by chance. */
async function inspectKnown(magic: Magic, source: ByteSource, subject: Subject): Promise<Finding | undefined> {
    switch (magic) {
        case 'zip': return await inspectZip(source, innerOf(subject)) ?? failed('zip', 'truncated', 'an archive without its end');
        case 'pickle': return inspectPickle(source, { isTorch: subject.isTorchPickle ?? false });
        case 'numpy': return inspectNumpy(source);
        case 'gguf': return inspectGguf(source);
        case 'safetensors': return inspectSafetensors(source);
        case 'parquet': return undecided('other', 'a Parquet table');
        case 'deflate': return inspectCompressed(source, (inner) => innerOf(subject)(inner, { name: subject.name }));
        case 'compressed': return failed('other', 'unsupported', 'a compression that is not read here');
        case 'tar': return inspectTar(source, innerOf(subject));
    }
}

async function inspectUnnamed(head: Uint8Array, source: ByteSource, { name }: Subject): Promise<Finding> {
    if (name.toLowerCase().endsWith('.safetensors')) return inspectSafetensors(source);
    return isText(head, source.size > head.byteLength) ? harmless('text') : undecided('other', 'a format that is not known here');
}

async function inspectTar(source: ByteSource, inspect: InspectInner): Promise<Finding> {
    const findings: Finding[] = [undecided('other', 'a tar archive')];
    for await (const { name, content } of tarMembers(source)) findings.push(await inspect(content, { name }));
    return together('other', findings);
}
