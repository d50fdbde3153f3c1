import { type Approval, loadApproval, REQUEST_MESSAGE } from '../../../flows/approval/load-approval';
import { openApproval } from '../../../flows/approval/open-approval';
import { approvalReaction } from '../../../handlers/approval-reaction';
import { approvalWork } from '../../../handlers/approval-work';
import type { DueWork } from '../../../handlers/due-kind';
import { work } from '../../../handlers/work';
import type { ApprovalFact, ApprovalRule } from '../../../services/workflows/approval';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { click } from '../../helpers/run';
import { type ProcessStep, type TestCtx, type TestServer, TestWorkspace } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages, TestPeople } from '../../helpers/test-people';
import { FakeTarget, fakeUndertaking, PINNED, PUT } from './fake-target';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Alice asks; bo and carol are leads, sec reviews security, admin has no say. */
export const RULE: ApprovalRule = { minimumApprovals: 2, approverRoles: ['ml-lead', 'security-reviewer'], requiredRoles: [], requiredReviewers: [], selfApproval: false, requiredGates: [] };

/** More runs than any of these stories needs. */
const MOST_RUNS = 400;

export interface Wish {
    readonly rule?: Partial<ApprovalRule>;
    readonly lifetimeMs?: number;
}

/** One chat workspace and one target; any number of servers run the app in it. */
export class ApprovalWorld {
    readonly messages = new TestMessages();
    readonly people = new TestPeople(this.messages);
    readonly clock = new ManualClock();
    readonly target = new FakeTarget();
    private servers = 0;

    constructor(readonly database = new MemoryDatabase()) {}

    server(options: Omit<TestServer, 'onStep'> & { readonly onStep?: (step: ProcessStep | 'look' | 'act' | 'acted') => void | Promise<void> } = {}): AppServer {
        this.servers += 1;
        const { database, messages, people, clock } = this;
        return new AppServer(new TestWorkspace(undefined, { database, messages, people, clock, seed: `server ${this.servers}`, ...options }), approvalWork([fakeUndertaking(this.target, options.onStep)]));
    }

    /** Adds or takes away a reaction, as the server does before the app hears of it. */
    setReaction(messageId: string, emoji: string, { username, on }: { readonly username: string; readonly on: boolean }): void {
        const { reactions } = this.messages.get(messageId);
        const others = (reactions[emoji] ?? []).filter((name) => name !== username);
        reactions[emoji] = on ? [...others, username] : others;
    }
}

/** One server of the workspace. */
export class AppServer {
    constructor(
        readonly workspace: TestWorkspace,
        private readonly kind: DueWork,
    ) {}

    ctx(username: string): TestCtx {
        return this.workspace.ctx({ user: this.workspace.people.users.find((user) => user.username === username) ?? { id: `u-${username}`, username } });
    }

    open({ rule = {}, lifetimeMs = 24 * HOUR }: Wish = {}): Promise<string> {
        const ctx = this.ctx('alice');
        return openApproval(ctx, {
            kind: PUT, title: 'Put it there', about: { subject: 'acme/bert', details: {} }, sha: PINNED, rule: { ...RULE, ...rule },
            expiresAt: ctx.clock() + lifetimeMs, roleNames: {}, userNames: {}, details: {}, events: [],
        });
    }

    /** One run of the job; `gone`: users and rooms that do not exist any more. */
    async work(gone: readonly string[] = []): Promise<readonly object[]> {
        const { job, logged } = testJob(this.workspace, { gone });
        await work(job, [this.kind]);
        return logged;
    }

    /** One run of the job in a version of the app that can carry out nothing. */
    async workWithout(): Promise<readonly object[]> {
        const { job, logged } = testJob(this.workspace);
        await work(job, [approvalWork([])]);
        return logged;
    }

    /** Lets that time pass, and runs the job whenever something is due. */
    async settle(forMs = MINUTE): Promise<void> {
        const { clock, stores } = this.workspace;
        const end = clock.time + forMs;
        for (let runs = 0; runs < MOST_RUNS; runs += 1) {
            const [next] = await stores.due.due(end);
            if (!next) {
                clock.time = end;
                return;
            }
            clock.time = Math.max(clock.time, next.at);
            await this.work();
        }
        throw new Error('It never comes to rest.');
    }

    async approval(id: string): Promise<Approval> {
        const approval = await loadApproval({ stores: this.workspace.stores, clock: this.workspace.clock.now }, id);
        if (!approval) {
            throw new Error(`There is no request ${id}.`);
        }
        return approval;
    }

    async facts(id: string): Promise<readonly ApprovalFact[]> {
        return (await this.approval(id)).state.facts;
    }

    /** The ids on the audit record, with repetitions. */
    async auditIds(): Promise<string[]> {
        const { audit } = this.workspace.stores;
        const days = new Set((await audit.waiting()).map(({ day }) => day));
        const records = await Promise.all([...days].map((day) => audit.records(day)));
        return records.flat().map(({ record }) => record.id);
    }

    /** Presses a button of a request; `what` is the end of its action's id. */
    press(username: string, what: string, id: string): Promise<TestCtx> {
        return click(this.workspace, { actionId: `approval.${what}`, value: id }, { user: this.ctx(username).user });
    }

    /** The app hears of a reaction that stands on the message already, or is gone from it. */
    async hear(username: string, { id, messageId, emoji, on }: { readonly id: string; readonly messageId: string; readonly emoji: string; readonly on: boolean }): Promise<TestCtx> {
        const ctx = this.ctx(username);
        await approvalReaction(ctx, { id, messageId, emoji, on, reactions: { ...this.workspace.messages.get(messageId).reactions } });
        return ctx;
    }

    async requestMessage(id: string): Promise<string> {
        const messageId = (await this.approval(id)).posted.get(REQUEST_MESSAGE);
        if (messageId === undefined) {
            throw new Error(`Request ${id} was not posted.`);
        }
        return messageId;
    }
}

/** Somebody reacts, or takes a reaction away, and the app hears of it. */
export async function react(world: ApprovalWorld, server: AppServer, { username, id, emoji, on = true }: { readonly username: string; readonly id: string; readonly emoji: string; readonly on?: boolean }): Promise<TestCtx> {
    const messageId = await server.requestMessage(id);
    world.setReaction(messageId, emoji, { username, on });
    return server.hear(username, { id, messageId, emoji, on });
}
