import { expect, it } from 'vitest';
import { WATCH_MODES } from '../../../services/workflows/watching';
import { ManualClock } from '../../helpers/persistence-deps';
import { VirtualTime } from '../../helpers/virtual-time';
import { Dice } from '../approval/dice';
import { MAIN, type NewsServer, NewsWorld } from './news-world';

const RUNS = 10;
/** The longest a step of the store or a message takes, milliseconds: half a second from looking to having written is promised to be enough. */
const LATENCY_MS = 100;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

class SharedClock extends ManualClock {
    constructor(private readonly shared: VirtualTime) {
        super();
    }

    override readonly now = (): number => Date.UTC(2026, 0, 1) + this.shared.now;
}

const DISCUSSION = { repo: MAIN.repo, thing: { kind: 'discussion', num: 1 } } as const;

/** Two servers that hear of everything in any order and as often as chance wants, and run the job whenever they like. */
class Race {
    private readonly time = new VirtualTime();
    readonly world = new NewsWorld(new SharedClock(this.time));
    private readonly dice: Dice;
    private readonly servers: readonly [NewsServer, NewsServer];
    readonly happened: string[] = [];
    private playing = true;

    constructor(seed: number) {
        this.dice = new Dice(seed);
        const travel = (): Promise<void> => this.time.sleep(this.dice.upTo(LATENCY_MS));
        const server = (): NewsServer => this.world.server({ onStep: travel, wait: (ms) => this.time.sleep(ms) });
        this.servers = [server(), server()];
    }

    run(): Promise<void> {
        return this.time.run(this.play());
    }

    private any(): NewsServer {
        return this.dice.one(...this.servers);
    }

    private async play(): Promise<void> {
        for (const mode of WATCH_MODES) {
            await this.any().watch(mode, { mode });
        }
        const jobs = this.servers.map((server) => this.keepWorking(server));
        await Promise.all([0, 1, 2].map(() => this.somebody()));
        this.playing = false;
        await Promise.all(jobs);
        await this.calmDown();
    }

    private async somebody(): Promise<void> {
        for (let deeds = this.dice.between(2, 6); deeds > 0; deeds -= 1) {
            await this.time.sleep(this.dice.between(50, 2500));
            const change = this.dice.one(MAIN, DISCUSSION);
            const id = `item${this.happened.length}`;
            this.happened.push(id);
            this.world.happen(id, { change, event: this.dice.one('repo-updated', 'comment') });
            await Promise.all(Array.from({ length: this.dice.between(1, 3) }, () => this.any().notice(change)));
        }
    }

    private async keepWorking(server: NewsServer): Promise<void> {
        while (this.playing) {
            await this.time.sleep(this.dice.between(50, 900));
            await server.work();
        }
    }

    private async calmDown(): Promise<void> {
        const [server] = this.servers;
        for (let next = await server.next(2 * DAY); next !== undefined; next = await server.next(2 * DAY)) {
            await this.time.sleep(Math.max(0, next - this.world.clock.now()));
            await Promise.all(this.servers.map((one) => one.work()));
        }
    }
}

it(`${RUNS} runs of two servers that hear of everything at any time, in any order, several times: each room is shown each item once, in its manner`, { timeout: 60_000 }, async () => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
        const race = new Race(seed);
        await race.run();
        const { world, happened } = race;
        try {
            const all = [...happened].sort();
            expect(world.itemsIn('card', 'card,').sort()).toEqual(all);
            expect(world.itemsIn('card', 'message:')).toEqual([]);
            expect(world.itemsIn('thread', 'card,').sort()).toEqual(all);
            // Everything but what the cards were posted for.
            const replies = world.itemsIn('thread', 'message:', 'And');
            expect(new Set(replies).size).toBe(replies.length);
            expect(replies.length).toBeGreaterThanOrEqual(all.length - 2);
            expect(world.itemsIn('channel', 'message:', 'And').sort()).toEqual(all);
            expect(world.itemsIn('digest', ':newspaper:').sort()).toEqual(all);
            expect(world.textsIn('off')).toEqual([]);
        } catch (error) {
            throw new Error(`Run ${seed}`, { cause: error });
        }
    }
});
