import { submitEvent } from '../../../flows/approval/submit-event';
import type { ApprovalFact, Voted, VoteValue } from '../../../services/workflows/approval';
import { ManualClock } from '../../helpers/persistence-deps';
import { VirtualTime } from '../../helpers/virtual-time';
import { type AppServer, ApprovalWorld, MINUTE } from './approval-world';
import { Dice } from './dice';
import { MOVED } from './fake-target';

/**
 * The longest a step of the store or a message takes, and how far clocks of servers are apart, milliseconds. What is promised
 * holds while a server takes no longer than half a second from looking to having written.
 */
const LATENCY_MS = 150;
const SKEW_MS = 40;
/** People take a moment between two things that they do. */
const PAUSE_MS = 200;

/** So often something may be due until all is said. */
const MOST_LOOKS = 60;

const LIKES = [':thumbsup:', ':+1:', ':thumbsup_tone3:', ':thumbup_medium_dark_skin_tone:'] as const;
const DISLIKES = [':thumbsdown:', ':-1:', ':thumbdown_tone1:'] as const;

/** The clock of one server, in the time that all of them share. */
class ServerClock extends ManualClock {
    private readonly start = Date.UTC(2026, 0, 1);

    constructor(private readonly shared: VirtualTime, private readonly ahead: number) {
        super();
    }

    override readonly now = (): number => this.start + this.shared.now + this.ahead;
}

/** What somebody said, and whether the app heard of it. */
export type Said = { readonly vote: VoteValue; readonly via: Voted['via']; readonly heard: boolean } | { readonly takenBack: VoteValue | 'any'; readonly heard: boolean };

/** What is left after a race. */
export interface Finish {
    readonly world: ApprovalWorld;
    /** A server without delays, to look at what is left. */
    readonly observer: AppServer;
    readonly id: string;
    readonly facts: readonly ApprovalFact[];
    /** By username, in order. */
    readonly said: ReadonlyMap<string, readonly Said[]>;
    /** When the head moved, milliseconds since 1970. */
    readonly movedAt: number | undefined;
    readonly logged: readonly object[];
}

/** Two servers, five users, jobs on both, and whatever chance adds, on one line of time. */
export class Race {
    private readonly dice: Dice;
    private readonly time = new VirtualTime();
    private readonly world = new ApprovalWorld();
    private readonly servers: readonly [AppServer, AppServer];
    private readonly observer: AppServer;
    private readonly said = new Map<string, Said[]>();
    private readonly logged: object[] = [];
    private movedAt: number | undefined;
    private playing = true;

    constructor(seed: number) {
        this.dice = new Dice(seed);
        this.servers = [this.server(), this.server()];
        this.observer = this.world.server({ clock: new ServerClock(this.time, 0) });
        this.world.target.refusals = this.dice.one(0, 0, 0, 1, 2);
    }

    run(): Promise<Finish> {
        return this.time.run(this.play());
    }

    private server(): AppServer {
        const travel = (): Promise<void> => this.time.sleep(this.dice.upTo(LATENCY_MS));
        return this.world.server({ clock: new ServerClock(this.time, this.dice.between(-SKEW_MS, SKEW_MS)), onStep: travel, wait: (ms) => this.time.sleep(ms) });
    }

    private async play(): Promise<Finish> {
        const rule = { minimumApprovals: this.dice.between(1, 3), requiredRoles: this.dice.one([], [], ['security-reviewer']) };
        const id = await this.anyServer().open({ rule });
        const jobs = this.servers.map((server) => this.keepWorking(server));
        await Promise.all([...['bo', 'carol', 'sec', 'admin', 'alice'].map((name) => this.vote(id, name)), this.surroundings(id), this.retry(id)]);
        this.playing = false;
        await Promise.all(jobs);
        await this.calmDown();
        const { world, observer, said, movedAt, logged } = this;
        return { world, observer, id, facts: await observer.facts(id), said, movedAt, logged };
    }

    private anyServer(): AppServer {
        return this.dice.one(...this.servers);
    }

    private async keepWorking(server: AppServer): Promise<void> {
        while (this.playing) {
            await this.time.sleep(this.dice.between(50, 1000));
            this.logged.push(...(await server.work()));
        }
    }

    /** Both servers look whenever something is due, for as long as it takes to look at everything once more. */
    private async calmDown(): Promise<void> {
        const { stores, clock } = this.observer.workspace;
        const end = clock.now() + 15 * MINUTE;
        for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
            const [next] = await stores.due.due(end);
            if (!next) {
                return;
            }
            await this.time.sleep(Math.max(0, next.at - clock.now()) + this.dice.upTo(100));
            const runs = await Promise.all(this.servers.map((server) => server.work()));
            this.logged.push(...runs.flat());
        }
        throw new Error('It never comes to rest.');
    }

    private async vote(id: string, username: string): Promise<void> {
        const voter = new Voter(username);
        this.said.set(username, voter.said);
        for (let deeds = this.dice.upTo(7); deeds > 0; deeds -= 1) {
            await this.time.sleep(this.dice.between(PAUSE_MS, 1500));
            const [messageId] = [...this.world.messages.all].find(([, { view }]) => view.text === 'May I?') ?? [];
            if (this.dice.percent(40)) {
                await this.press(id, voter);
            } else if (messageId !== undefined) {
                await this.react(id, voter, messageId);
            }
        }
    }

    private async press(id: string, voter: Voter): Promise<void> {
        const what = this.dice.one('approve', 'approve', 'approve', 'approve', 'reject', 'withdraw', 'withdraw');
        await this.anyServer().press(voter.username, what, id);
        voter.said.push(what === 'withdraw' ? { takenBack: 'any', heard: true } : { vote: what, via: 'button', heard: true });
    }

    private async react(id: string, voter: Voter, messageId: string): Promise<void> {
        const emoji = voter.shown ?? this.dice.one(...LIKES, ...LIKES, ...DISLIKES);
        const on = voter.shown === undefined;
        voter.shown = on ? emoji : undefined;
        const value: VoteValue = LIKES.some((like) => like === emoji) ? 'approve' : 'reject';
        this.world.setReaction(messageId, emoji, { username: voter.username, on });
        // Later ones may be lost as well, but then the app can't know which came last.
        const heard = !this.dice.percent(20) || (on && voter.said.length > 0);
        voter.said.push(on ? { vote: value, via: 'reaction', heard } : { takenBack: value, heard });
        if (heard) {
            await this.anyServer().hear(voter.username, { id, messageId, emoji, on });
        }
    }

    private async surroundings(id: string): Promise<void> {
        const what = this.dice.one('nothing', 'nothing', 'nothing', 'nothing', 'head', 'head', 'lock', 'cancel');
        await this.time.sleep(this.dice.between(1000, 12_000));
        const ctx = this.anyServer().ctx('admin');
        switch (what) {
            case 'head':
                this.world.target.head = MOVED;
                this.movedAt = ctx.clock();
                // The webhook is not always there; then the look before the execution finds out.
                await (this.dice.percent(50) ? submitEvent(ctx, id, { type: 'head-moved', id: ctx.newId(), sha: MOVED }) : undefined);
                return;
            case 'lock':
                await submitEvent(ctx, id, { type: 'lock', id: ctx.newId(), by: ctx.user.id, reason: 'freeze' });
                return;
            case 'cancel':
                await this.anyServer().press('alice', 'cancel', id);
                return;
            case 'nothing':
        }
    }

    /** Whenever it failed, two people press Retry at the same time, one on each server. */
    private async retry(id: string): Promise<void> {
        for (let looks = 0; looks < 12; looks += 1) {
            await this.time.sleep(1500);
            if ((await this.observer.approval(id)).state.phase === 'failed') {
                const [first, second] = this.servers;
                await Promise.all([first.press('alice', 'retry', id), second.press('bo', 'retry', id)]);
            }
        }
    }
}

class Voter {
    readonly said: Said[] = [];
    /** The emoji that stands on the message. */
    shown: string | undefined;

    constructor(readonly username: string) {}
}
