import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlayground, type Playground } from '../playground/start-playground';
import { controlsOf, textOf } from '../playground/terminal/controls';
import { answerPicture, type Picture } from './docs/answer-picture';
import { inRoot } from './paths';

/** The answers that the README shows, as the real app gives them over the stand-in Hub. */
const PICTURES: ReadonlyArray<{ readonly file: string; readonly command: string }> = [
    { file: 'models-search.svg', command: '/hf models search bert --task fill-mask --limit 4' },
    { file: 'info-model.svg', command: '/hf info model google-bert/bert-base-uncased' },
];

const NOTE = 'Drawn from the answer of the real app; Hugging Face is the stand-in, and its numbers are made up.';

/** A port of their own: a playground that runs meanwhile is not disturbed. */
const HUB_PORT = 4191;

/** `npm run pictures`: draws them anew. */
async function main(): Promise<void> {
    const dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-pictures-'));
    const playground = await startPlayground({ dir, hubPort: HUB_PORT });
    try {
        await mkdir(inRoot('docs', 'screenshots'), { recursive: true });
        for (const { file, command } of PICTURES) {
            await writeFile(inRoot('docs', 'screenshots', file), answerPicture(await answerOf(playground, command)));
        }
    } finally {
        await playground.stop();
        await rm(dir, { recursive: true, force: true });
    }
}

/** The last ephemeral answer: an earlier one was its placeholder. */
async function answerOf({ host, hubUrl }: Playground, command: string): Promise<Picture> {
    let answer: Picture | undefined;
    const stop = host.on((event) => {
        if (event.type === 'ephemeral') {
            const { blocks = [], text } = event.message;
            const shown = textOf(blocks.find(({ type }) => type === 'section')?.['text']) || text;
            const buttons = controlsOf(blocks, { messageId: '', room: '' }).map(({ label, kind }) => (kind === 'select' ? `${label} ▾` : label));
            answer = { command, text: shown.replaceAll(hubUrl, 'https://huggingface.co'), buttons, note: NOTE };
        }
    });
    await host.command({ user: 'alice', room: 'general', text: command });
    await host.idle();
    stop();
    if (!answer) {
        throw new Error(`${command} was not answered.`);
    }
    return answer;
}

await main();
process.exit(0);
