import type { Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { aboutRepo } from './about-repo';
import { checkChatAnswer, checkRepoAnswer } from './check-answer';
import { command } from './command';
import { optional, repeated, text } from './params';
import { suggestRepos } from './suggest-repos';

/** Of the files of this thread or room, or of a repository. */
export const check = command({
    name: 'check',
    aliases: ['scan'],
    summary: 'check.summary',
    example: '/hf check openai-community/gpt2 pytorch_model.bin',
    args: { repo: optional(text('check.arg.repo')), files: repeated(text('check.arg.files')) },
    options: { file: optional(text('check.option.file')), revision: optional(text('check.option.revision')) },
    read: true,
    drives: ['malware-scanning', 'safetensors', 'gguf'],
    async run(ctx, { args: { repo, files }, options: { file, revision } }) {
        if (repo === undefined) {
            return checkHere(ctx, file);
        }
        const paths = file === undefined ? files : [...files, file];
        return aboutRepo(ctx, repo, { type: 'model', actionId: 'repo.check', show: (_ctx, found) => checkRepoAnswer(ctx, revision === undefined ? found : { ...found, revision }, paths) });
    },
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['model'], command: (id) => `check ${id}` }),
});

async function checkHere(ctx: Ctx, name: string | undefined): Promise<Answer> {
    const files = await ctx.files.list();
    const wanted = files.filter((file) => name === undefined || file.name === name);
    if (wanted.length === 0) {
        throw new UserError(files.length === 0 || name === undefined ? { key: 'check.no_files.here', values: { where: ctx.threadId === undefined ? 'room' : 'thread' } } : { key: 'check.no_files.named', values: { name } });
    }
    return checkChatAnswer(ctx, wanted);
}
