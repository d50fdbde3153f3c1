import { noticeChange } from '../../../flows/watching/notice-change';
import type { Readers } from '../../../flows/watching/readers';
import type { NewsItem, Report } from '../../../flows/watching/report';
import { putWatch, removeWatch, watchesOfRoom, watchId } from '../../../flows/watching/watches';
import { changeWork } from '../../../handlers/change-work';
import { digestWork } from '../../../handlers/digest-work';
import { work } from '../../../handlers/work';
import { HubError } from '../../../services/hub';
import { type Change, changeKey, DEFAULT_MODES, type Watch, type WatchMode } from '../../../services/workflows/watching';
import type { View } from '../../../ui/view';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { type TestServer, TestWorkspace } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages, TestPeople } from '../../helpers/test-people';

export const MAIN: Change = { repo: { type: 'model', id: 'acme/bert' }, thing: { kind: 'branch', name: 'main' } };
export const MINUTE = 60_000;
const MOST_RUNS = 2000;

/** What Hugging Face would tell of a thing. */
export interface Truth {
    private: boolean;
    items: NewsItem[];
    state: string;
    livingUntil: number | undefined;
}

/** Knows in which room a message is, also when whoever posted it died before the answer. */
class RoomMessages extends TestMessages {
    readonly roomOf = new Map<string, string>();
    private readonly rooms = new WeakMap<View, string>();

    /** The view is going to be posted there. */
    announce(view: View, roomId: string): View {
        const own = { ...view };
        this.rooms.set(own, roomId);
        return own;
    }

    override add(view: View, threadId: string | undefined): string {
        const id = super.add(view, threadId);
        this.roomOf.set(id, this.rooms.get(view) ?? '');
        return id;
    }
}

/** One chat workspace and a Hugging Face of things; any number of servers run the app in it. */
export class NewsWorld {
    readonly database = new MemoryDatabase();
    readonly messages = new RoomMessages();
    readonly people = new TestPeople(this.messages);
    /** How often Hugging Face was asked. */
    reads = 0;
    isDown = false;
    private readonly truths = new Map<string, Truth>();
    private servers = 0;

    constructor(readonly clock = new ManualClock()) {}

    server(options: TestServer = {}): NewsServer {
        this.servers += 1;
        const { database, messages, people, clock } = this;
        return new NewsServer(this, new TestWorkspace(undefined, { database, messages, people, clock, seed: `server ${this.servers}`, ...options }));
    }

    truth(change: Change = MAIN): Truth {
        const truth = this.truths.get(changeKey(change)) ?? { private: false, items: [], state: 'as ever', livingUntil: undefined };
        this.truths.set(changeKey(change), truth);
        return truth;
    }

    /** Something happens. */
    happen(id: string, { event = 'repo-updated', change = MAIN, at = this.clock.now(), author }: Partial<NewsItem> & { readonly change?: Change } = {}): void {
        this.truth(change).items.push({ id, event, at, author });
    }

    /** What everybody may see is seen by everybody, the rest by who is signed in as somebody whose name is on the list of its members. */
    readonly members = new Set<string>();
    /** What Hugging Face answers somebody instead. */
    readonly failing = new Map<string, HubError>();

    readonly readers: Readers = (change) => async ({ hub }, { since, change: { repo } }) => {
        this.reads += 1;
        if (this.isDown) {
            throw new HubError({ kind: 'unavailable', target: 'GET huggingface.co/api', status: 503 });
        }
        const identity = (await hub.identity()) ?? '';
        const failure = this.failing.get(identity);
        if (failure) {
            throw failure;
        }
        const truth = this.truth({ repo, thing: change.thing });
        const isSeen = !truth.private || this.members.has(identity);
        return isSeen ? reportOf(truth, since) : undefined;
    };

    /** What stands in a room now, oldest first. */
    textsIn(roomId: string): string[] {
        return [...this.messages.all].filter(([id]) => this.messages.roomOf.get(id) === roomId).map(([, { view }]) => view.text);
    }

    /** Ids of the items that the messages which begin like this tell of, with repetitions. */
    itemsIn(roomId: string, ...beginnings: readonly string[]): string[] {
        const texts = this.textsIn(roomId).filter((text) => beginnings.some((beginning) => text.startsWith(beginning)));
        return texts.flatMap((text) => [...text.matchAll(/<(item\d+)>/g)].map(([, id = '']) => id));
    }
}

const idsIn = (items: readonly NewsItem[]): string => items.map(({ id }) => `<${id}>`).join(' ');

function reportOf(truth: Truth, since: number): Report {
    const items = [...truth.items].filter(({ at }) => at >= since).sort((one, other) => one.at - other.at);
    const { state } = truth;
    return {
        private: truth.private,
        items,
        livingUntil: truth.livingUntil,
        card: (drawn) => ({ view: { text: `card, ${state}: ${idsIn(drawn.items)}` }, buttons: [] }),
        single: (item, { person }) => ({ text: `message: ${idsIn([item])}${item.author === undefined ? '' : ` by ${person(item.author)}`}` }),
        line: (item) => `line: ${idsIn([item])}`,
    };
}

/** One server of the workspace. */
export class NewsServer {
    /** Rooms and users that do not exist any more. */
    readonly gone: string[] = [];

    constructor(
        private readonly world: NewsWorld,
        readonly workspace: TestWorkspace,
    ) {}

    /** A rule of a room about acme/bert; all events in one mode, or as in a new watch. */
    async watch(roomId: string, changed: Partial<Omit<Watch, 'modes'>> & { readonly mode?: WatchMode; readonly modes?: Partial<Watch['modes']> } = {}): Promise<void> {
        const { mode, modes, target = MAIN.repo, ...rest } = changed;
        const all = mode === undefined ? DEFAULT_MODES : { ...DEFAULT_MODES, ...Object.fromEntries(Object.keys(DEFAULT_MODES).map((event) => [event, mode])) };
        const filters = { branches: [], authors: [], paths: [] };
        await putWatch(this.workspace, { id: watchId(roomId, target), roomId, target, modes: { ...all, ...modes }, filters, by: 'u-alice', at: this.world.clock.now(), showPrivate: false, ...rest });
    }

    /** The room's rule about acme/bert goes. */
    async unwatch(roomId: string): Promise<void> {
        const rule = (await watchesOfRoom(this.workspace, roomId)).find(({ id }) => id === watchId(roomId, MAIN.repo));
        await (rule && removeWatch(this.workspace, rule));
    }

    notice(change: Change = MAIN): Promise<void> {
        return noticeChange(testJob(this.workspace).job, change);
    }

    /** One run of the job; what it logged. */
    async work(): Promise<readonly object[]> {
        const { job, logged } = testJob(this.workspace, { gone: this.gone });
        const { messages } = this.world;
        const inRoom: typeof job.inRoom = async (roomId) => {
            const ctx = await job.inRoom(roomId);
            return ctx && { ...ctx, say: (view, options) => ctx.say(messages.announce(view, roomId), options) };
        };
        await work({ ...job, inRoom }, [changeWork(this.world.readers), digestWork(this.world.readers)]);
        return logged;
    }

    /** When something is due next within this time, milliseconds since 1970. */
    async next(withinMs: number): Promise<number | undefined> {
        return (await this.workspace.stores.due.due(this.world.clock.now() + withinMs))[0]?.at;
    }

    /** Lets that time pass, and runs the job whenever something is due. */
    async settle(forMs = MINUTE): Promise<readonly object[]> {
        const { clock } = this.world;
        const end = clock.time + forMs;
        const logged: object[] = [];
        for (let runs = 0; runs < MOST_RUNS; runs += 1) {
            const [next] = await this.workspace.stores.due.due(end);
            if (!next) {
                clock.time = end;
                return logged;
            }
            clock.time = Math.max(clock.time, next.at);
            logged.push(...(await this.work()));
        }
        throw new Error('It never comes to rest.');
    }
}
