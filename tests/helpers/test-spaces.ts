import type { HubServer } from '../../playground/hub/server';
import type { SpaceFacts } from '../../playground/hub/model';
import type { SpaceStage } from '../../playground/hub/space-stages';
import { setStage, stageAt } from '../../playground/hub/space-runtime';
import type { TestWorkspace } from './test-ctx';

/** The Spaces of a stand-in Hub, as tests look at them and put them. */
export class TestSpaces {
    private readonly kept: ReadonlyMap<string, SpaceFacts>;

    constructor(private readonly hub: HubServer) {
        this.kept = new Map(hub.state.reposOf('space').flatMap(({ id, space }) => (space ? [[id, structuredClone(space)]] : [])));
    }

    /** As they were at first; what was deleted stays away. */
    reset(): void {
        for (const repo of this.hub.state.reposOf('space')) {
            const space = this.kept.get(repo.id);
            if (space) {
                repo.space = structuredClone(space);
            }
        }
        this.hub.clearRequests();
        this.hub.faults.clear();
    }

    of(id: string): SpaceFacts {
        const space = this.hub.state.findRepo('space', id)?.space;
        if (!space) {
            throw new Error(`There is no Space ${id}.`);
        }
        return space;
    }

    stage(id: string): string {
        return stageAt(this.of(id), this.hub.state.now());
    }

    put(id: string, stage: SpaceStage, errorMessage?: string): void {
        setStage(this.of(id), stage, { at: this.hub.state.now(), ...(errorMessage !== undefined && { errorMessage }) });
    }

    /** What was asked of the Hub that changes something: `POST /api/spaces/acme/demo/restart`. */
    get writes(): string[] {
        return this.hub.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    }
}

/** What is on the audit trail of today, oldest first. */
export async function auditedToday({ stores, clock }: TestWorkspace): Promise<unknown[]> {
    return (await stores.ledger.read(`audit:${new Date(clock.now()).toISOString().slice(0, 10)}`)).map(({ data }) => data);
}
