import { createHash } from 'crypto';
import type { Ctx, SayOptions } from '../context/ctx';
import type { NewFact } from '../persistence';
import type { View } from '../ui/view';

/** Types of the facts by which a message is posted once; their ids are `<type>:<key>`. */
export const POST = { posting: 'posting', posted: 'posted' } as const;

/** What is on record of the messages that belong to one thing. */
export interface Posts {
    /** Which thing: with the key it makes out the message. */
    readonly about: string;
    /** Ids of messages by the reason for which they were posted. */
    readonly posted: ReadonlyMap<string, string>;
    /** Ids of the facts which say that a message was about to be posted. */
    readonly posting: ReadonlySet<string>;
    readonly append: (fact: Omit<NewFact, 'subject'>) => Promise<unknown>;
}

/** A message that is posted once for this reason. */
export interface Post extends SayOptions {
    readonly key: string;
    readonly view: View;
    /** Kept with the intention, so that who takes over knows what was meant. */
    readonly intent?: NewFact['data'];
}

/**
 * Posts a message once, whatever happens: who was killed after posting and before writing it down finds the message again by
 * its marker. To be called by a job that has the thing to itself. Returns the message's id.
 */
export async function postOnce(ctx: Pick<Ctx, 'say' | 'workspace'>, { about, posted, posting, append }: Posts, { key, view, threadId, intent }: Post): Promise<string> {
    const known = posted.get(key);
    if (known !== undefined) {
        return known;
    }
    const marker = markerOf(about, key);
    const intention = `${POST.posting}:${key}`;
    const found = posting.has(intention) ? await ctx.workspace.posted(marker) : undefined;
    if (!posting.has(intention)) {
        await append({ type: POST.posting, id: intention, ...(intent && { data: intent }) });
    }
    const messageId = found ?? (await ctx.say({ ...view, marker }, threadId === undefined ? {} : { threadId }));
    await append({ type: POST.posted, id: `${POST.posted}:${key}`, data: { key, messageId } });
    return messageId;
}

/** Letters and digits, other than the ids of ephemeral messages by their length. */
const markerOf = (about: string, key: string): string => `once${createHash('sha256').update(`${about} ${key}`).digest('hex').slice(0, 24)}`;
