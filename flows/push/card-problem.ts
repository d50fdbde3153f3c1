import { Buffer } from 'buffer';
import type { Ctx } from '../../context/ctx';
import { splitFrontMatter } from '../../services/cards';
import { validateYaml, type RepoType } from '../../services/hub';
import { CARD_PATH } from './push-files';

/** Metadata that is not closed by then is left to the commit, bytes. */
const LOOKED_AT = 256 * 1024;
/** The Hub may name all licences there are, UTF-16 units. */
const WORDS_LENGTH = 1000;

/**
 * Why Hugging Face would refuse a commit with this card, in its words; undefined when it would not, and for every other file. Asked
 * before anything is agreed to, so nothing but the metadata is sent. Throws HubError.
 */
export async function cardProblem({ hub }: Pick<Ctx, 'hub'>, { path, type, bytes }: { readonly path: string; readonly type: RepoType; readonly bytes: Uint8Array }): Promise<string | undefined> {
    const { yaml } = path === CARD_PATH ? splitFrontMatter(Buffer.from(bytes).toString('utf8', 0, LOOKED_AT)) : {};
    if (yaml === undefined) {
        return undefined;
    }
    const [error] = (await validateYaml(hub, { content: `---\n${yaml}\n---\n`, type })).errors;
    return error?.slice(0, WORDS_LENGTH);
}
