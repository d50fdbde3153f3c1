import type { Ctx } from '../../context/ctx';
import { type ApprovalEvent, emojiVote, type EmojiVote } from '../../services/workflows/approval';
import { type Approval, REQUEST_MESSAGE } from './load-approval';
import type { Names } from './submit-event';

/** What the reactions say that the facts do not, with the names it mentions. */
export interface Correction {
    readonly event: ApprovalEvent;
    readonly names: Names;
}

/**
 * Events get lost while the app restarts, so before anything is decided the message is looked at again. What everybody can see
 * there counts: a vote by reaction whose reaction is gone is withdrawn; a reaction of somebody who has said nothing yet is a
 * vote, unless they are no human. Whoever has spoken otherwise (by a button, a command, or by taking it back) has spoken later
 * and is left alone.
 */
export async function reconcileReactions(ctx: Ctx, approval: Approval): Promise<readonly Correction[]> {
    const messageId = approval.posted.get(REQUEST_MESSAGE);
    const reactions = messageId === undefined ? undefined : await ctx.workspace.reactions(messageId);
    if (!reactions) {
        return [];
    }
    const shown = { approve: namesBy(reactions, 'approve'), reject: namesBy(reactions, 'reject') };
    return [...gone(approval, shown), ...(await missed(ctx, approval, shown))];
}

type ShownVotes = Readonly<Record<'approve' | 'reject', ReadonlySet<string>>>;

function namesBy(reactions: Readonly<Record<string, readonly string[]>>, meaning: EmojiVote): Set<string> {
    return new Set(Object.entries(reactions).filter(([emoji]) => emojiVote(emoji) === meaning).flatMap(([, usernames]) => usernames));
}

function gone({ state, names }: Approval, shown: ShownVotes): Correction[] {
    const lost = state.votes.filter(({ via, user, value }) => via === 'reaction' && names[user] !== undefined && !shown[value].has(names[user]));
    return lost.map(({ id, user }) => ({ event: { type: 'withdraw', id: `unreacted:${id}`, user, vote: id }, names: {} }));
}

async function missed(ctx: Ctx, { state, names }: Approval, shown: ShownVotes): Promise<Correction[]> {
    const heard = new Set(state.facts.flatMap((fact) => (fact.type === 'voted' || fact.type === 'withdrawn' ? [fact.user] : [])));
    const known = new Set([...heard].map((user) => names[user]));
    const corrections: Correction[] = [];
    for (const value of ['reject', 'approve'] as const) {
        for (const username of [...shown[value]].filter((name) => !known.has(name))) {
            const person = await ctx.workspace.userByName(username);
            if (person?.human && !heard.has(person.id)) {
                heard.add(person.id);
                const event: ApprovalEvent = { type: 'vote', id: `reacted:${person.id}`, by: { user: person.id, roles: person.roles }, value, via: 'reaction', sha: state.request.sha, found: true };
                corrections.push({ event, names: { [person.id]: person.username } });
            }
        }
    }
    return corrections;
}
