import { failed, findingOf, ScanError, together, type Finding } from '../finding';
import type { ByteSource } from '../metered-source';
import type { FileFormat } from '../verdict';
import { openEntry } from './open-entry';
import { readZipDirectory, type ZipDirectory } from './zip-directory';
import type { ZipEntry } from './zip-entry';

/** Each look costs a request. A directory of pictures has more entries than that, and no verdict. */
const MAX_LOOKS = 128;
/** PyTorch takes these for plain numbers, whatever is in them; so many of them are looked at because somebody may hide something there for another loader. */
const MAX_STORAGE_LOOKS = 16;

/** How the content of an entry is judged: as that of a file. */
export type InspectEntry = (content: ByteSource, entry: { name: string; isTorchPickle: boolean }) => Promise<Finding>;

/** An archive: each of its entries is looked at, whatever its name says. Undefined when the file is none. */
export async function inspectZip(source: ByteSource, inspect: InspectEntry): Promise<Finding | undefined> {
    const directory = await readZipDirectory(source);
    if (directory === undefined) return undefined;
    const format = formatOf(directory.entries);
    const findings: Finding[] = directory.oddities.map((oddity) => failed(format, 'malformed', oddity));
    for await (const finding of lookAtEntries(source, directory, inspect)) {
        // What is neither a program nor data that is known is no business of PyTorch's and NumPy's loaders.
        if (format === 'zip' || finding.format !== 'other' || finding.verdict !== 'unknown') findings.push(finding);
    }
    return together(format, findings);
}

async function* lookAtEntries(source: ByteSource, directory: ZipDirectory, inspect: InspectEntry): AsyncGenerator<Finding> {
    const roots = torchRoots(directory.entries);
    const isStorage = ({ name }: ZipEntry): boolean => [...roots].some((root) => name.startsWith(`${root}data/`) && /^\d+$/.test(name.slice(root.length + 5)));
    const storages = directory.entries.filter(isStorage).slice(0, MAX_STORAGE_LOOKS);
    const others = directory.entries.filter((entry) => !isStorage(entry) && (entry.size > 0 || entry.packedSize > 0));
    for (const entry of [...others.slice(0, MAX_LOOKS), ...storages]) {
        yield await findingOf('zip', () => lookAt(source, entry, { end: directory.end, isTorchPickle: [...roots].some((root) => entry.name === `${root}data.pkl`), inspect }));
    }
    if (others.length > MAX_LOOKS) yield failed('zip', 'budget', `an archive of more than ${MAX_LOOKS} files`);
}

interface Look {
    readonly end: number;
    readonly isTorchPickle: boolean;
    readonly inspect: InspectEntry;
}

/** The beginning of a compressed entry tells whether the rest has to be inflated. */
async function lookAt(source: ByteSource, entry: ZipEntry, { end, isTorchPickle, inspect }: Look): Promise<Finding> {
    const judged = { name: entry.name, isTorchPickle };
    const first = await openEntry(source, entry, { whole: isTorchPickle, end });
    const finding = await inspect(first.source, judged);
    if (!first.partial || finding.verdict !== 'error') return finding;
    return inspect((await openEntry(source, entry, { whole: true, end })).source, judged);
}

function formatOf(entries: readonly ZipEntry[]): FileFormat {
    if (torchRoots(entries).size > 0) return 'torch';
    return entries.length > 0 && entries.every(({ name }) => name.endsWith('.npy')) ? 'npz' : 'zip';
}

/** The folders that have a `data.pkl` in them, each with its slash: PyTorch writes one, named after the file. */
function torchRoots(entries: readonly ZipEntry[]): Set<string> {
    const pickles = entries.filter(({ name }) => name === 'data.pkl' || name.endsWith('/data.pkl'));
    if (pickles.length > MAX_LOOKS) throw new ScanError('too-long', `${pickles.length} pickles`);
    return new Set(pickles.map(({ name }) => name.slice(0, -'data.pkl'.length)));
}
