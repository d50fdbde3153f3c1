import type { AppPackage } from '../make-package';
import type { Figures, PollCount, Timing, TransferFigures, TransferMeasure } from './figures';

export interface Results {
    /** One measurement of each app per round. */
    readonly pairs: ReadonlyArray<{ readonly ours: Figures; readonly noop: Figures }>;
    /** Our app with a Hub that takes 200 ms for each answer. */
    readonly slowHub: Figures;
    /** With few facts in the store. */
    readonly few: Figures;
    /** With many; votes with few closed requests beside them, and with many. */
    readonly many: Figures;
    /** Polls of few accounts, of the same ones with twice as many repositories, and of many accounts. */
    readonly polls: readonly PollCount[];
    /** A large file through our client and through Hugging Face's own. */
    readonly transfers: readonly TransferFigures[];
    readonly app: AppPackage;
    readonly machine: string;
}

const BUNDLE_AIM_KIB = 400;

/** The figures as Markdown, each beside its aim. */
export function report(results: Results): string {
    return [`Machine: ${results.machine}.`, '', ...speedTable(results), '', '## Polls where no webhook tells', '', ...pollTable(results.polls), '', '## Files', '', ...transferTable(results.transfers), '', '## Bundle by package (minified bytes)', '', ...bundleTable(results.app)].join('\n');
}

function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const times = (value: number): string => `${value.toFixed(2)} ×`;

function timing(figures: Figures, command: string): Timing {
    return figures.commands[command] ?? { p50: NaN, p95: NaN, roundTrips: NaN };
}

/** What a search takes without the time of the Hub itself, milliseconds. */
function beyondHub(figures: Figures, search = ''): number {
    return timing(figures, search).p50 - (figures.hubAnswer?.p50 ?? NaN);
}

function speedTable({ pairs, slowHub, few, many, app }: Results): string[] {
    const first = pairs[0];
    if (!first) {
        return ['Nothing was measured.'];
    }
    const [help, tree, search] = Object.keys(first.ours.commands);
    const ours = (pick: (figures: Figures) => number): number => median(pairs.map((pair) => pick(pair.ours)));
    const noop = (pick: (figures: Figures) => number): number => median(pairs.map((pair) => pick(pair.noop)));
    const ratio = (pick: (figures: Figures) => number, base: (figures: Figures) => number): number => median(pairs.map((pair) => pick(pair.ours) / base(pair.noop)));
    const noopCommand = (figures: Figures): number => timing(figures, '/noop').p50;
    const noopAnswer = (figures: Figures): number => timing(figures, '/noop-answer').p50;
    const command = (name = ''): readonly [string, string, string] => [
        `p50 ${ms(ours((figures) => timing(figures, name).p50))}, p95 ${ms(ours((figures) => timing(figures, name).p95))}`,
        `p50 ${ms(noop(noopCommand))}, p95 ${ms(noop((figures) => timing(figures, '/noop').p95))}`,
        `${times(ratio((figures) => timing(figures, name).p50, noopCommand))}, ${ours((figures) => timing(figures, name).roundTrips).toFixed(2)} round trips`,
    ];
    const slow = timing(slowHub, search ?? '');
    const [voteWithFew, vote] = many.votes ?? [];
    return [
        '| what | HF TeamFlow | no-op app | ratio | aim |',
        '|---|---|---|---|---|',
        row('install → enabled', ms(ours((figures) => figures.enabledMs)), ms(noop((figures) => figures.enabledMs)), times(ratio((figures) => figures.enabledMs, (figures) => figures.enabledMs)), '≤ 1.5 ×'),
        row('no-op that answers with one letter', '', `p50 ${ms(noop(noopAnswer))}`, `${times(median(pairs.map((pair) => noopAnswer(pair.noop) / noopCommand(pair.noop))))}, ${noop((figures) => timing(figures, '/noop-answer').roundTrips).toFixed(2)} round trips`, ''),
        row('`/hf help`', ...command(help), '≤ 1.5 ×, 1 round trip'),
        row('… against the no-op that answers', '', '', times(ratio((figures) => timing(figures, help ?? '').p50, noopAnswer)), ''),
        row('`/hf tree`', ...command(tree), '≤ 1.5 ×, 1 round trip, < 100 ms'),
        row('`/hf models search`, Hub at 0 ms', ...command(search), '≤ 4 round trips'),
        row('… beyond the Hub’s own answer', ms(ours((figures) => beyondHub(figures, search))), ms(noop(noopCommand)), times(ratio((figures) => beyondHub(figures, search), noopCommand)), '≤ 3 ×'),
        row('`/hf models search`, Hub at 200 ms', `p50 ${ms(slow.p50)}, p95 ${ms(slow.p95)}`, '', '', '< 2 s'),
        row('unrelated reaction', `p50 ${ms(ours((figures) => figures.reaction.p50))}`, `p50 ${ms(noop((figures) => figures.reaction.p50))}`, `${times(ratio((figures) => figures.reaction.p50, (figures) => figures.reaction.p50))}, ${ours((figures) => figures.reaction.roundTrips).toFixed(2)} round trips`, '≤ 1.1 ×, 0 round trips'),
        row('search with 100,000 facts stored, against 100', ms(timing(many, search ?? '').p50), '', times(timing(many, search ?? '').p50 / timing(few, search ?? '').p50), '≤ 1.2 ×'),
        row('vote with 10,000 closed requests stored, against 10', `p50 ${ms(vote?.p50 ?? NaN)}`, '', `${times((vote?.p50 ?? NaN) / (voteWithFew?.p50 ?? NaN))}, ${vote?.roundTrips.toFixed(2) ?? ''} round trips`, '≤ 1.2 ×'),
        row('memory of the app’s process', `${ours((figures) => figures.memoryMib).toFixed(0)} MiB`, `${noop((figures) => figures.memoryMib).toFixed(0)} MiB`, '', ''),
        row('repeated reads without a Hub request', `${(100 * ours((figures) => figures.hitRate ?? NaN)).toFixed(0)} %`, '', '', '≥ 80 %'),
        row('Hub requests for 50 equal questions at once', ours((figures) => figures.singleFlightRequests ?? NaN).toFixed(0), '', '', '1'),
        row('bundle', `${(app.bundleBytes / 1024).toFixed(0)} KiB minified, zip ${(app.bytes / 1024).toFixed(0)} KiB`, '', '', `≤ ${BUNDLE_AIM_KIB} KiB`),
    ];
}

function pollTable(polls: readonly PollCount[]): string[] {
    const [few, doubled] = polls;
    const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });
    return [
        '| watched repositories, in 200 rooms | accounts | Hub requests an hour | store round trips a minute | work a minute |',
        '|---|---|---|---|---|',
        ...polls.map((count) => row(number(count.repos), number(count.accounts), number(count.requestsPerHour), number(count.roundTripsPerMinute), ms(count.msPerMinute))),
        '',
        `Twice the repositories of the same accounts: ${times((doubled?.requestsPerHour ?? NaN) / (few?.requestsPerHour ?? NaN))} the requests.`,
    ];
}

function transferTable(transfers: readonly TransferFigures[]): string[] {
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
    return [
        '| against the stand-in in another process | HF TeamFlow | `@huggingface/hub` | ratio | memory beyond what was there before | aim |',
        '|---|---|---|---|---|---|',
        ...transfers.map(({ direction, parts, fileBytes, rounds }) => {
            const of = (pick: (round: TransferFigures['rounds'][number]) => number): number => median(rounds.map(pick));
            const speed = (client: 'ours' | 'theirs'): string => `${megabytes(of((round) => round[client].bytesPerSecond))}/s`;
            const peak = ({ peakBytes }: TransferMeasure): number => peakBytes;
            const name = direction === 'download' ? 'download' : `upload and commit, ${parts ? 'in parts' : 'as one request'}`;
            return row(`${name}, ${megabytes(fileBytes)}`, speed('ours'), speed('theirs'), times(of(({ ours, theirs }) => ours.bytesPerSecond / theirs.bytesPerSecond)), `${megabytes(of(({ ours }) => peak(ours)))}, theirs ${megabytes(of(({ theirs }) => peak(theirs)))}`, '≥ 0.9 ×');
        }),
    ];
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function bundleTable({ bytesBy }: AppPackage): string[] {
    const sorted = Object.entries(bytesBy).sort(([, a], [, b]) => b - a);
    return ['| package | bytes |', '|---|---|', ...sorted.map(([name, bytes]) => `| ${name} | ${bytes} |`)];
}
