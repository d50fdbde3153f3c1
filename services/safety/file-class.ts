import type { FileClass } from './verdict';

function words(text: string): ReadonlySet<string> {
    return new Set(text.split(' '));
}

/** Extensions of formats whose usual readers only fill memory with values. */
const SAFE: readonly ReadonlySet<string>[] = [
    // Tensors behind a head of lengths and names.
    words('safetensors gguf'),
    // A graph of operators that the reader brings along.
    words('onnx'),
    // Values and prose. Whoever loads YAML with Python objects in it has to ask for that.
    words('json jsonl ndjson yaml yml toml txt md rst csv tsv bib cff srt vtt'),
    // Tables by column.
    words('parquet arrow'),
    // Vocabularies: a word or a merge a line, SentencePiece's table of pieces.
    words('vocab bpe tiktoken spm'),
    // Pictures, sound and film. SVG may carry scripts and is not among them.
    words('png jpg jpeg gif webp bmp tif tiff wav mp3 flac ogg opus m4a mp4 webm mov'),
];

/** Extensions of formats that call functions, or are functions, when they are loaded. */
const UNSAFE: readonly ReadonlySet<string>[] = [
    // Pickles by their own names: loading one runs what it says. Source: https://docs.python.org/3/library/pickle.html
    words('pkl pickle pck pcl pckl pk p dill cloudpickle joblib'),
    // What torch.save writes: archives around pickles, and Lua's serialized functions before that.
    words('bin pt pth ckpt ptl distcp t7'),
    // Archives in which models of PyTorch, TorchServe and NeMo come with pickles or programs.
    words('pt2 mar nemo'),
    // Programs, and what a program loads as a part of itself.
    words('pyc pyo pyd whl egg so dll dylib exe com scr msi bat cmd jar llamafile'),
];

/** Files that go by their whole name. `.model` alone is also what gensim calls its pickles. */
const SAFE_NAMES = words('readme license licence notice copying authors changelog contributing .gitattributes .gitignore tokenizer.model spiece.model sentencepiece.model sentencepiece.bpe.model');

/** What is put around a file or behind its name without making another file of it. */
const WRAPPING = words('gz bz2 xz lzma z lz4 zst zstd zip tar tgz 7z rar bak old orig tmp part');
const COUNTER = /^\d+$/;

/** The list of which tensor lies in which file: JSON, though it names the weights' format. */
const WEIGHT_INDEX = /\.(?:bin|pt)\.index(?:\.[a-z0-9_]+)?\.json$/;

/** Control, format and private characters, and those that mean something else than a name on some system or in an address. */
const ODD = /[\p{C}\\:*?"<>|#%]/u;
const INVISIBLE = /\p{C}/gu;

/**
 * How a file's name speaks for it. `path` is that of a repository or an upload, folders separated by `/`; only the last name counts.
 * A name that could be read in two ways is `unknown`: extensions of both kinds, invisible characters, look-alikes of ASCII,
 * spaces and dots at the end, a slash behind it.
 */
export function classifyFile(path: string): FileClass {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const extensions = extensionsOf(name);
    const last = extensions.findLast((extension) => !WRAPPING.has(extension) && !COUNTER.test(extension));
    if (last !== undefined && isIn(UNSAFE, last)) return 'unsafe';
    return isSafeName(name) ? 'safe' : 'unknown';
}

/** As a person or another system would read them: without case, width, invisible characters and spaces around them. */
function extensionsOf(name: string): string[] {
    const [, ...extensions] = name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().split('.');
    return extensions.map((extension) => extension.trim()).filter((extension) => extension !== '');
}

/** Taken at its word, without any reading: what is not plain is not safe. */
function isSafeName(name: string): boolean {
    const plain = name.toLowerCase();
    if (ODD.test(name)) return false;
    if (SAFE_NAMES.has(plain) || WEIGHT_INDEX.test(plain)) return true;
    const extensions = extensionsOf(name);
    const written = plain.slice(plain.lastIndexOf('.') + 1);
    return plain.includes('.') && isIn(SAFE, written) && extensions.at(-1) === written && !extensions.some((extension) => isIn(UNSAFE, extension));
}

function isIn(groups: readonly ReadonlySet<string>[], extension: string): boolean {
    return groups.some((group) => group.has(extension));
}
