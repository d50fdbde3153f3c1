import type { Ctx } from '../../context/ctx';
import { link } from '../../ui/text';
import { chatNameOf } from './people';

/** More people than one report names. */
const MAX_LOOKED_UP = 20;

/** How a Hugging Face user is named in a room. */
export type PersonName = (hubName: string) => string;

/** Looks these people up: who is known here is called by the chat name, everybody else is a link to their page. Five round trips per name. */
export async function personNames(ctx: Pick<Ctx, 'stores' | 'workspace' | 'settings'>, hubNames: Iterable<string>): Promise<PersonName> {
    const known = new Map<string, string>();
    for (const hubName of [...new Set(hubNames)].slice(0, MAX_LOOKED_UP)) {
        const chatName = await chatNameOf(ctx, hubName);
        if (chatName !== undefined) {
            known.set(hubName.toLowerCase(), `@${chatName}`);
        }
    }
    return (hubName) => known.get(hubName.toLowerCase()) ?? link(hubName, new URL(`/${encodeURIComponent(hubName)}`, ctx.settings.hubUrl).href);
}
