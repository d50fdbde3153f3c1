import {
    fileSizes,
    hourlyCost,
    openCounts,
    spaceHardware,
    spaceInfo,
    spaceRuntime,
    stageGroup,
    type Fetched,
    type Hardware,
    type Hub,
    type RepoRef,
    type Space,
    type SpaceRuntime,
    type StageGroup,
} from '../hub';
import { maskSecrets } from '../safety';
import { oldest, part, partData, type Part } from './part';
import { lastCommits, type RepoParts } from './repo-parts';
import { summariseSpace, type RepoSummary } from './repo-summary';

/** The hardware of a Space and what it costs while it runs. */
export interface SpacePrice {
    /** `t4-small` */
    readonly flavor: string;
    /** `Nvidia T4 - small` */
    readonly name: string;
    /** US dollars; undefined when the catalogue states no price per time. */
    readonly hourUsd?: number;
}

/** What `info space` tells. */
export interface SpaceReport extends RepoParts {
    readonly summary: RepoSummary;
    readonly disabled: boolean;
    readonly runtime: Part<SpaceRuntime>;
    /** What the stage means for somebody who waits for the Space. */
    readonly stage: StageGroup;
    /** undefined: static Spaces have no hardware, and catalogues may lack a flavor. */
    readonly price: Part<SpacePrice | undefined>;
    readonly models: readonly string[];
    readonly datasets: readonly string[];
    readonly ageMs: number;
    readonly stale: boolean;
    /** The record as the Hub sent it. */
    readonly record: Space;
}

/** Everything about a Space at once, in seven requests of which only the first must succeed. */
export async function spaceReport(hub: Hub, repo: RepoRef): Promise<SpaceReport> {
    const [info, live, catalogue, files, commits, open] = await Promise.all([
        spaceInfo(hub, repo),
        part(spaceRuntime(hub, repo.id)),
        part(spaceHardware(hub)),
        part(fileSizes(hub, repo)),
        part(lastCommits(hub, repo)),
        part(openCounts(hub, repo)),
    ]);
    const runtime = withoutSecrets(live.ok ? live : recorded(info, live));
    return {
        summary: summariseSpace(info.value, hub.urls.hub),
        disabled: info.value.disabled ?? false,
        runtime,
        stage: runtime.ok ? stageGroup(runtime.value.stage) : 'unknown',
        price: catalogue.ok ? { ...catalogue, value: runtime.ok ? priceOf(runtime.value, catalogue.value) : undefined } : catalogue,
        models: info.value.models ?? [],
        datasets: info.value.datasets ?? [],
        files,
        commits,
        open,
        // Prices are a catalogue: an hour is no age for them.
        ...oldest(info, runtime, files, commits, open),
        record: info.value,
    };
}

/** The runtime that the Space's record holds, a little older than the live one. */
function recorded({ value, ...age }: Fetched<Space>, live: Part<SpaceRuntime>): Part<SpaceRuntime> {
    return value.runtime ? { ok: true, value: value.runtime, ...age } : live;
}

/** What a Space says of its failure may hold any of its words. */
function withoutSecrets(runtime: Part<SpaceRuntime>): Part<SpaceRuntime> {
    const words = runtime.ok ? runtime.value.errorMessage : undefined;
    return runtime.ok && words ? { ...runtime, value: { ...runtime.value, errorMessage: maskSecrets(words) } } : runtime;
}

function priceOf({ hardware }: SpaceRuntime, catalogue: readonly Hardware[]): SpacePrice | undefined {
    const flavor = hardware?.current ?? hardware?.requested;
    const found = catalogue.find(({ name }) => name === flavor);
    return found && { flavor: found.name, name: found.prettyName, hourUsd: hourlyCost(found) };
}

/** For `--format json`: the Hub's record, with what other calls brought beside it. */
export function spaceReportData({ record, runtime, price, files, commits, open, ageMs, stale }: SpaceReport): object {
    return { ...record, runtime: partData(runtime), price: partData(price), files: partData(files), commits: partData(commits), open: partData(open), ageMs, stale };
}
