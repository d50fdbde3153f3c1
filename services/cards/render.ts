import type { RenderOptions } from './link-target';
import { renderBlocks } from './render-blocks';
import { renderInline } from './render-inline';

export type { RenderOptions } from './link-target';

/** A longer card is rendered up to here; nobody reads that much in a chat. */
const MAX_CARD = 200_000;

/** Tried at the beginning of each run of blanks only: at every blank of a long run, it would take minutes. */
const TRAILING_BLANKS = /(?<![ \t])[ \t]+$/gm;

/**
 * A card's text as markdown that Rocket.Chat shows as meant: no tables, HTML or nested lists, absolute links, images as
 * links, fences of three backticks, `@` that call nobody. Pure; the front matter has to be taken off before.
 */
export function renderCard(body: string, options: RenderOptions): string {
    const text = body.slice(0, MAX_CARD).replace(/\r\n?/g, '\n');
    const rendered = splitFences(text).map((part) => (part.fence ? fence(part) : renderBlocks(renderInline(part.text, options))));
    return quietMentions(rendered.join('\n')).replace(TRAILING_BLANKS, '').replace(/\n{3,}/g, '\n\n').trim();
}

type Part = { fence: false; text: string } | { fence: true; language: string; text: string };

/** The card cut at its code fences, an unclosed last one included. */
function splitFences(text: string): Part[] {
    const parts: Part[] = [];
    let lines: string[] = [];
    let open: { mark: string; language: string } | undefined;
    const flush = (): void => {
        if (open) parts.push({ fence: true, language: open.language, text: lines.join('\n') });
        else if (lines.length > 0) parts.push({ fence: false, text: lines.join('\n') });
        lines = [];
    };
    for (const line of text.split('\n')) {
        const [, mark, info = ''] = /^[ \t]*(`{3,}|~{3,})[ \t]*([^`\n]*)$/.exec(line) ?? [];
        const closes = open !== undefined && mark !== undefined && info.trim() === '' && mark.startsWith(open.mark);
        if (mark === undefined || (open && !closes)) {
            lines.push(line);
            continue;
        }
        flush();
        open = open ? undefined : { mark, language: /^[\w+-]*/.exec(info)?.[0] ?? '' };
    }
    if (open === undefined || lines.length > 0) flush();
    return parts;
}

function fence({ language, text }: { language: string; text: string }): string {
    // A longer fence may hold a shorter one; ours is always three, so the inner marks are broken up.
    return `\`\`\`${language}\n${text.replace(/^([ \t]*)```/gm, '$1`\u200b``')}\n\`\`\``;
}

/** Inside code as well: the server looks for mentions in the whole message. Addresses and URLs mention nobody. */
function quietMentions(text: string): string {
    return text.replace(/(?<![\w/])@(?!\u200b)/g, '@\u200b');
}
