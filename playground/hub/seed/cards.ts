import { dump } from 'js-yaml';

/** How much of a model card its authors wrote. */
export type CardLevel = 'full' | 'partial' | 'bare' | 'none';

export interface CardFacts {
    title: string;
    what: string;
    metadata: Record<string, unknown>;
    level: CardLevel;
}

const FULL_SECTIONS = `## Intended uses & limitations

You can use the raw model as it is, but it is mostly meant to be fine-tuned on a downstream task. It was not built for decisions about
people and should not be used to create hostile or misleading content.

## Training data

Public text as listed in the metadata above; duplicates and pages with personal data were filtered out.

## Training procedure

Trained for one million steps with a batch size of 256 and the Adam optimiser, learning rate 1e-4, on 16 accelerators for four days.

## Evaluation results

Measured on the development split with the default settings.

## Bias, risks and limitations

The data is not neutral: predictions can repeat stereotypes. Check the outcome for your own case before relying on it.

## Environmental impact

About 650 kg CO2eq, estimated from hardware hours and the region's energy mix.

## Citation

See the paper linked above. Questions: open a discussion on this repository.
`;

const PARTIAL_SECTIONS = `## Intended uses

Meant to be fine-tuned on a downstream task.

## Training data

Public text.
`;

/** README.md with its front matter; undefined when the authors wrote none. */
export function cardText({ title, what, metadata, level }: CardFacts): string | undefined {
    if (level === 'none') {
        return undefined;
    }
    if (level === 'bare') {
        return `# ${title}\n`;
    }
    const sections = level === 'full' ? FULL_SECTIONS : PARTIAL_SECTIONS;
    return `---\n${dump(metadata)}---\n\n# ${title}\n\n${what}\n\n${sections}`;
}
