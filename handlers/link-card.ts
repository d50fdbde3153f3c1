import type { Ctx } from '../context/ctx';
import { linkPreview } from '../services/discovery';
import { findHubLinks, HUB_HOSTS } from '../services/hub';
import { linkCardsSwitchedView, linkCardView } from '../ui/link-card-view';
import { plainAction, type Action, type Outcome } from './action';

/** More cards would push the message itself out of sight. */
const MAX_CARDS = 3;

/** A first look without parsing, because it is asked of every message of the workspace. */
export function linksHub(text: string): boolean {
    return /\b(?:huggingface\.co|hf\.co)\//i.test(text);
}

/** A card per linked repository, paper or collection, where the room wants them and anybody may see the target. */
export async function showLinkCards(ctx: Ctx, text: string): Promise<void> {
    const links = findHubLinks(text, HUB_HOSTS, MAX_CARDS);
    if (links.length === 0 || !(await wantsCards(ctx))) {
        return;
    }
    const previews = await Promise.all(links.map((link) => linkPreview(ctx.hub, link)));
    for (const preview of previews) {
        if (preview) {
            await ctx.say(linkCardView(preview, ctx.settings.hubUrl, { lang: ctx.lang, now: ctx.clock() }));
        }
    }
}

/** What the room chose, else the workspace's setting. */
async function wantsCards(ctx: Ctx): Promise<boolean> {
    const { linkCards = ctx.settings.linkCards } = await ctx.stores.roomSettings.get(ctx.room.id);
    return linkCards;
}

/** The switch on the cards themselves. */
export const LINK_CARD_ACTIONS: readonly Action[] = [plainAction('link-cards.off', (ctx) => switchCards(ctx, false)), plainAction('link-cards.on', (ctx) => switchCards(ctx, true))];

async function switchCards(ctx: Ctx, on: boolean): Promise<Outcome | undefined> {
    if (!(await ctx.isRoomManager())) {
        await ctx.whisper({ text: ctx.lang.t('links.managers_only') });
        return undefined;
    }
    await ctx.stores.roomSettings.set(ctx.room.id, { linkCards: on }, ctx.user.id);
    await ctx.say(linkCardsSwitchedView(on, ctx.lang));
    return undefined;
}
