import { isBilled, stageGroup, type Hardware, type SpaceRuntime } from '../../services/hub';
import { maskSecrets } from '../../services/safety';
import type { ShownSpace } from '../../ui/space-status-view';
import { flavorOf, pricePerHour } from './space-now';

interface Described {
    readonly id: string;
    readonly private: boolean;
    readonly runtime: SpaceRuntime;
    readonly catalogue: readonly Hardware[];
}

/** What views tell of a Space. */
export function describeSpace({ id, private: hidden, runtime, catalogue }: Described): ShownSpace {
    const flavor = flavorOf(runtime);
    const { current, requested } = runtime.hardware ?? {};
    return {
        id,
        private: hidden,
        stage: runtime.stage,
        group: stageGroup(runtime.stage),
        words: typeof runtime.errorMessage === 'string' ? maskSecrets(runtime.errorMessage) : undefined,
        hardware: flavor === undefined ? undefined : { flavor, name: catalogue.find(({ name }) => name === flavor)?.prettyName, from: current && requested && current !== requested ? current : undefined },
        perHour: flavor === undefined ? 0 : pricePerHour({ runtime, catalogue }, flavor),
        billed: isBilled(runtime.stage),
        sleepSeconds: runtime.gcTimeout,
        devMode: runtime.devMode ?? false,
        replicas: typeof runtime.replicas?.requested === 'number' ? runtime.replicas.requested : 1,
        domains: (runtime.domains ?? []).map(({ domain }) => domain),
    };
}
