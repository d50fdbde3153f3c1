import { describe, expect, it } from 'vitest';

import type { Voted, VoteValue } from '../../../services/workflows/approval';
import { clerkOf } from './clerk';
import { type Finish, Race, type Said } from './race';

const RUNS = 500;

/** The votes that a user cast and the app heard of, in order: each has to be a fact, and nothing else may be. */
function expectEveryVoteOnRecord({ facts, said, world }: Finish): void {
    for (const [username, words] of said) {
        const user = world.people.users.find((person) => person.username === username)?.id;
        const recorded = facts.filter((fact) => fact.type === 'voted' && fact.user === user && !fact.id.startsWith('reacted:'));
        const cast = words.filter((word) => 'vote' in word && word.heard);
        expect(recorded).toMatchObject(cast.map((word) => 'vote' in word && { value: word.vote, via: word.via }));
    }
}

interface Stand {
    readonly value: VoteValue;
    readonly via: Voted['via'];
    readonly heard: boolean;
}

/** What a user stands by after all they said; 'unclear' when the app could not know that there was something to take back. */
function standOf(words: readonly Said[]): VoteValue | 'unclear' | undefined {
    let stand: Stand | undefined;
    for (const word of words) {
        if ('vote' in word) {
            stand = { value: word.vote, via: word.via, heard: word.heard };
        } else if (word.takenBack === 'any') {
            if (stand?.heard === false) {
                return 'unclear';
            }
            stand = undefined;
        } else if (stand?.value === word.takenBack && (word.heard || stand.via === 'reaction')) {
            stand = undefined;
        }
    }
    return stand?.value;
}

/** While nothing has begun, what counts is what those who may vote stand by; returns how many such votes there were. */
async function expectEveryVoteCounted({ observer, id, said, world }: Finish): Promise<number> {
    const { state } = await observer.approval(id);
    if (state.final || state.attempts.length > 0) {
        return 0;
    }
    for (const username of ['bo', 'carol', 'sec']) {
        const user = world.people.users.find((person) => person.username === username)?.id;
        const stand = standOf(said.get(username) ?? []);
        if (stand !== 'unclear') {
            expect(state.votes.find((vote) => vote.user === user)?.value).toBe(stand);
        }
    }
    expect(state.votes.every(({ user }) => user !== 'u-admin' && user !== 'u-alice')).toBe(true);
    return state.votes.length;
}

/** Whatever began with everybody's approval reached the target, in that order, and nothing else did. */
function expectExecutions({ facts, world, movedAt }: Finish): string {
    const { standing, begun } = clerkOf(facts);
    const { acts, taken, refusals } = world.target;
    expect(acts.map(({ key }) => key)).toEqual(begun);
    expect(taken).toHaveLength(standing === 'live' ? 1 : 0);
    expect(acts.length).toBeLessThanOrEqual(refusals + 1);
    expect(['due', 'running']).not.toContain(standing);
    for (const fact of facts) {
        // The head is looked up right before an execution begins.
        expect(fact.type === 'execution-begun' && movedAt !== undefined ? fact.at - movedAt : 0).toBeLessThan(1500);
    }
    return standing;
}

/** So long before its first step something that speaks against an attempt may come too late, milliseconds. */
const TOO_LATE_MS = 1000;

/** What was said between the beginning and the first step still stopped an attempt. */
function expectHeeded({ facts, world }: Finish): void {
    for (const { key, at } of world.target.acts) {
        const begunAt = Math.min(...facts.flatMap((fact) => (fact.type === 'execution-begun' && fact.key === key ? [fact.at] : [])));
        const since = Math.max(begunAt, at - TOO_LATE_MS);
        const moments = [since, ...facts.map((fact) => fact.at).filter((moment) => moment > since && moment < at)];
        expect(moments.some((moment) => clerkOf(facts.filter((fact) => fact.at <= moment)).holds)).toBe(true);
    }
}

async function expectNothingTwice({ world, observer, id, facts }: Finish): Promise<void> {
    const markers = [...world.messages.all.values()].map(({ view }) => view.marker);
    expect(new Set(markers).size).toBe(markers.length);
    expect((await observer.auditIds()).sort()).toEqual(facts.map((fact) => `${id}:${fact.id}`).sort());
    const { state } = await observer.approval(id);
    expect((await observer.workspace.stores.approvals.listOpen()).map((open) => open.id)).toEqual(state.final ? [] : [id]);
}

describe('two servers on one store', () => {
    it(`${RUNS} runs of concurrent votes, withdrawals, head moves, retries and jobs: one execution where one is due, none where none is, every vote counted`, { timeout: 240_000 }, async () => {
        const ends = new Map<string, number>();
        let counted = 0;
        for (let seed = 1; seed <= RUNS; seed += 1) {
            const finish = await new Race(seed).run();
            try {
                expect(finish.logged).toEqual([]);
                expectEveryVoteOnRecord(finish);
                const end = expectExecutions(finish);
                ends.set(end, (ends.get(end) ?? 0) + 1);
                expectHeeded(finish);
                counted += await expectEveryVoteCounted(finish);
                await expectNothingTwice(finish);
            } catch (error) {
                throw new Error(`Run ${seed}`, { cause: error });
            }
        }
        // The runs are worth something only if all of it happened.
        expect([...ends.keys()].sort()).toEqual(['cancelled', 'failed', 'live', 'void', 'waiting']);
        expect(ends.get('live')).toBeGreaterThan(RUNS / 10);
        expect(counted).toBeGreaterThan(RUNS / 10);
    });
});
