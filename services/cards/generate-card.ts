import type { RepoRef } from '../hub';
import type { CardHint } from './card-hint';

/** What a card is written from. */
export interface CardSubject {
    readonly repo: Pick<RepoRef, 'id'> & { readonly type: 'model' | 'dataset' };
    /** Paths in the repository. */
    readonly paths: readonly string[];
    /** What its files tell, see `cardHint`. */
    readonly hints: readonly CardHint[];
}

/** The more special library counts: an adapter has the config.json of its model beside it, sentence-transformers that of transformers. */
const LIBRARIES = ['sentence-transformers', 'diffusers', 'peft', 'transformers', 'gguf'] as const;
/** More would be a second list of files. */
const MAX_LISTED = 30;

/**
 * A README.md to begin with: in its front matter stands only what the files tell, the licence is left to people. The same subject gives
 * the same text. Sections follow https://huggingface.co/docs/hub/model-card-annotated and https://huggingface.co/docs/hub/datasets-cards.
 */
export function generateCard(subject: CardSubject): string {
    const { repo: { id, type } } = subject;
    const name = id.split('/').at(-1) ?? id;
    const sections = type === 'model' ? MODEL_SECTIONS : DATASET_SECTIONS;
    return [
        ...frontMatter(type === 'model' ? modelFields(subject) : { pretty_name: name }),
        `# ${name}`,
        '',
        ...sections.flatMap(({ title, ask }) => [`## ${title}`, '', `[More Information Needed] <!-- ${ask} -->`, '']),
        '## Files',
        '',
        fileList(subject.paths),
        '',
    ].join('\n');
}

const MODEL_SECTIONS = [
    { title: 'Model Description', ask: 'What it does, who made it, under which licence it may be used. Put the licence into the metadata above as well.' },
    { title: 'Uses', ask: 'What it is for, and what it should not be used for.' },
    { title: 'Bias, Risks, and Limitations', ask: 'Where it fails, and whom that may harm.' },
    { title: 'Training Data', ask: 'What it was trained with.' },
    { title: 'Evaluation', ask: 'How it was measured, and the results.' },
] as const;

const DATASET_SECTIONS = [
    { title: 'Dataset Description', ask: 'What is in it, who collected it, under which licence it may be used. Put the licence into the metadata above as well.' },
    { title: 'Uses', ask: 'What it is for, and what it should not be used for.' },
    { title: 'Dataset Creation', ask: 'Where the data comes from, how it was processed and annotated, whether it holds personal data.' },
    { title: 'Bias, Risks, and Limitations', ask: 'What is missing or over-represented.' },
] as const;

type Fields = Readonly<Record<string, string | undefined>>;

function modelFields({ paths, hints }: CardSubject): Fields {
    const library = LIBRARIES.find((one) => (one === 'gguf' ? paths.some((path) => /\.gguf$/i.test(path)) : hints.some((hint) => hint.library === one)));
    // The task of the model below is not always that of what was made of it, unless both say the same.
    const tasks = new Set(hints.filter((hint) => hint.library === library).flatMap(({ pipeline }) => pipeline ?? []));
    const bases = new Set(hints.flatMap(({ baseModel }) => baseModel ?? []));
    return { library_name: library, pipeline_tag: onlyOf(tasks), base_model: onlyOf(bases) };
}

const onlyOf = (values: ReadonlySet<string>): string | undefined => (values.size === 1 ? [...values][0] : undefined);

/** Nothing is better than an empty block, of which the Hub warns. JSON texts are YAML texts. */
function frontMatter(fields: Fields): string[] {
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    return known.length === 0 ? [] : ['---', ...known.map(([field, value]) => `${field}: ${JSON.stringify(value)}`), '---', ''];
}

function fileList(paths: readonly string[]): string {
    const listed = paths.slice(0, MAX_LISTED).map((path) => `- \`${path.replaceAll('`', '\'')}\``);
    return [...listed, ...(paths.length > MAX_LISTED ? [`- and ${paths.length - MAX_LISTED} more`] : [])].join('\n');
}
