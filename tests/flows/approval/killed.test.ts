import { describe, expect, it } from 'vitest';

import { askReviewer } from '../../../flows/approval/act-on-approval';
import { STATUS_MESSAGE } from '../../../flows/approval/load-approval';
import { listTrail } from '../../../flows/audit/list-trail';
import { LEASE_MS } from '../../../persistence';
import { killAfter, survives } from '../../helpers/memory-store';
import { buttonsOf } from '../../helpers/views';
import { type AppServer, ApprovalWorld, HOUR, react } from './approval-world';

/** What people do with a request, from its beginning to its end. They look before they act: what is there is not done again. */
interface Story {
    readonly name: string;
    readonly refusals: number;
    /** The messages there are in the end, by the reason for which they were posted. */
    readonly messages: readonly RegExp[];
    readonly phase: 'live' | 'expired';
    tell(cast: Cast): Promise<void>;
}

/** The process that may be killed, and what people see. */
class Cast {
    constructor(
        readonly world: ApprovalWorld,
        readonly server: AppServer,
        readonly observer: AppServer,
    ) {}

    /** The request, which is made when there is none. */
    async request(): Promise<string> {
        const known = await this.known();
        const id = known ?? (await this.server.open({ lifetimeMs: HOUR }));
        this.id = id;
        await this.server.settle();
        return id;
    }

    id: string | undefined;

    /** Nobody knows the id of a request that was not posted; whoever asked for it sees whether it appears. */
    private async known(): Promise<string | undefined> {
        if (this.id !== undefined) {
            return this.id;
        }
        const [item] = await this.observer.workspace.stores.due.due(Number.MAX_SAFE_INTEGER);
        const { facts } = item ? await this.observer.workspace.stores.approvals.read(item.subject) : { facts: [] };
        return facts.some(({ id }) => id === `fact:${item?.subject}`) ? item?.subject : undefined;
    }

    async thumbsUp(username: string, id: string): Promise<void> {
        const messageId = await this.observer.requestMessage(id);
        if (!this.world.messages.get(messageId).reactions[':+1:']?.includes(username)) {
            await react(this.world, this.server, { username, id, emoji: ':+1:' });
        }
    }

    async approve(username: string, id: string): Promise<void> {
        const user = `u-${username}`;
        if (!(await this.observer.facts(id)).some((fact) => fact.type === 'voted' && fact.user === user)) {
            await this.server.press(username, 'approve', id);
        }
    }

    async askSec(id: string): Promise<void> {
        if ((await this.observer.approval(id)).state.asked.length === 0) {
            await askReviewer(this.server.ctx('alice'), id, 'sec');
        }
    }

    async retry(id: string): Promise<void> {
        const { state } = await this.observer.approval(id);
        if (state.phase === 'failed') {
            await this.server.press('alice', 'retry', id);
        }
    }
}

const STORIES: readonly Story[] = [
    {
        name: 'it is approved and put in place', refusals: 0, phase: 'live',
        messages: [/^request$/, /^status$/, /^tell:.*:u-sec:asked$/, /^report:/, /^archived$/],
        async tell(cast) {
            const id = await cast.request();
            await cast.thumbsUp('bo', id);
            await cast.askSec(id);
            await cast.server.settle();
            await cast.approve('sec', id);
            await cast.server.settle(HOUR);
        },
    },
    {
        name: 'it fails, is tried again, and is put in place', refusals: 1, phase: 'live',
        messages: [/^request$/, /^status$/, /^report:.*:1$/, /^report:/, /^archived$/],
        async tell(cast) {
            const id = await cast.request();
            await cast.approve('bo', id);
            await cast.approve('carol', id);
            await cast.server.settle();
            await cast.retry(id);
            await cast.server.settle(HOUR);
        },
    },
    {
        name: 'it expires, after a reminder', refusals: 0, phase: 'expired',
        messages: [/^request$/, /^status$/, /^remind:/, /^report:/, /^archived$/],
        async tell(cast) {
            const id = await cast.request();
            await cast.thumbsUp('bo', id);
            await cast.server.settle(HOUR);
        },
    },
];

/** Tells the story in a process that dies after so many steps, and goes on in another one. */
async function tellKilled(story: Story, steps: number): Promise<{ readonly cast: Cast; readonly survived: boolean }> {
    const world = new ApprovalWorld();
    world.target.refusals = story.refusals;
    const observer = world.server();
    const first = new Cast(world, world.server({ onStep: killAfter(steps) }), observer);
    if (await survives(story.tell(first))) {
        return { cast: first, survived: true };
    }
    world.clock.advance(LEASE_MS);
    const second = new Cast(world, world.server(), observer);
    second.id = first.id;
    await story.tell(second);
    return { cast: second, survived: false };
}

async function expectAllOnce(story: Story, { world, observer, id = '' }: Cast): Promise<void> {
    const approval = await observer.approval(id);
    expect(approval.state.phase).toBe(story.phase);
    expect(approval.state.strays).toEqual([]);
    const reasons = [...approval.posted.keys()];
    expect(story.messages.map((reason) => reasons.filter((key) => reason.test(key)).length > 0)).toEqual(story.messages.map(() => true));
    expect(reasons).toHaveLength(story.messages.length);
    expect([...world.messages.all.keys()].sort()).toEqual([...approval.posted.values()].sort());
    expect(buttonsOf(world.messages.get(approval.posted.get(STATUS_MESSAGE) ?? '').view)).toEqual([]);
}

/** The target saw each attempt come into being once, and took one. */
async function expectOneExecution(story: Story, { world: { target }, observer, id = '' }: Cast): Promise<void> {
    const { state } = await observer.approval(id);
    expect(target.acts.map(({ key }) => key)).toEqual(state.attempts.map(({ key }) => key));
    expect(target.taken).toHaveLength(story.phase === 'live' ? 1 : 0);
    expect(target.acts).toHaveLength(story.phase === 'live' ? story.refusals + 1 : 0);
}

async function expectBooksInOrder({ observer, id = '' }: Cast): Promise<void> {
    const facts = await observer.facts(id);
    const { records } = await listTrail(observer.ctx('admin'), { limit: 1000 });
    expect(records.map((record) => record.id).sort()).toEqual(facts.map((fact) => `${id}:${fact.id}`).sort());
    const voters = facts.flatMap((fact) => (fact.type === 'voted' ? [fact.user] : []));
    expect(new Set(voters).size).toBe(voters.length);
    const { approvals, due } = observer.workspace.stores;
    expect(await approvals.listOpen()).toEqual([]);
    expect(await due.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
}

describe('a process that is killed at each step in turn', () => {
    it.each(STORIES.map((story) => [story.name, story] as const))('loses nothing and does nothing twice: %s', { timeout: 120_000 }, async (_name, story) => {
        for (let steps = 0, survived = false; !survived; steps += 1) {
            const told = await tellKilled(story, steps);
            survived = told.survived;
            try {
                await expectAllOnce(story, told.cast);
                await expectOneExecution(story, told.cast);
                await expectBooksInOrder(told.cast);
            } catch (error) {
                throw new Error(`Killed after ${steps} steps`, { cause: error });
            }
            expect(survived ? steps : 101).toBeGreaterThan(100);
        }
    });
});
