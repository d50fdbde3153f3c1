import { afterEach, beforeEach, expect } from 'vitest';
import { loadApproval, type Approval } from '../../../flows/approval/load-approval';
import { submitEvent } from '../../../flows/approval/submit-event';
import { deploymentOf } from '../../../flows/deployment/deployment-of';
import { rememberLive } from '../../../flows/deployment/history';
import { recheckDeployment } from '../../../flows/deployment/recheck';
import { requestDeployment, type DeploymentOrder } from '../../../flows/deployment/request-deployment';
import { setEnvironment } from '../../../flows/environments';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import type { Deployment } from '../../../services/deployment';
import type { Environment } from '../../../services/workflows/environment/environment';
import { type TestCtx, type TestCtxOptions, TestWorkspace } from '../../helpers/test-ctx';
import { ManualTime } from '../../playground/hub/manual-time';
import { NEW_ENVIRONMENT } from '../environment/new-environment';

/** Everybody may read it, alice may change it. */
export const MODEL = 'acme/embedder';

/** A workspace over a stand-in Hub, in which alice asks for deployments. */
export class DeploymentWorld {
    readonly workspace: TestWorkspace;

    private constructor(readonly hub: HubServer, readonly time: ManualTime) {
        this.workspace = new TestWorkspace(hub);
    }

    static async open(): Promise<DeploymentWorld> {
        const time = new ManualTime();
        const world = new DeploymentWorld(await startHub({ clock: time.clock }), time);
        await world.signIn('u-alice');
        return world;
    }

    /** Everybody works with alice's token of Hugging Face. */
    signIn(userId: string): Promise<void> {
        return this.workspace.signIn(fakeToken('alice'), { userId });
    }

    ctx(options: TestCtxOptions = {}): TestCtx {
        return this.workspace.ctx({ settings: { approverRoles: ['ml-lead'] }, ...options });
    }

    async environment(more: Partial<Environment> & Pick<Environment, 'name'>): Promise<Environment> {
        const environment = { ...NEW_ENVIRONMENT, target: { kind: 'branch', ref: more.name } as const, ...more };
        await setEnvironment(this.ctx(), environment, 'u-admin');
        return environment;
    }

    head(model = MODEL): string {
        return this.hub.state.findRepo('model', model)?.branches.get('main') ?? expect.unreachable();
    }

    /** Returns the new commit. */
    commit(files: Readonly<Record<string, string>>, model = MODEL): string {
        this.hub.change({ kind: 'commit', repo: { type: 'model', id: model }, title: 'Train again', author: 'alice', files: Object.entries(files).map(([path, content]) => ({ path, content })) });
        return this.head(model);
    }

    /** Puts a branch of the model on a commit, past the app. */
    putBranch(branch: string, sha: string): void {
        (this.hub.state.findRepo('model', MODEL) ?? expect.unreachable()).branches.set(branch, sha);
    }

    /** As it is when this went live through the app. */
    async wentLive(environment: string, live: { readonly repo?: string; readonly sha: string }): Promise<void> {
        this.workspace.clock.advance(1);
        await rememberLive(this.workspace.stores.ledger, environment, { id: `live-${live.sha.slice(0, 6)}`, repo: MODEL, at: this.workspace.clock.now(), by: 'alice', ...live });
    }

    async request(environment: string, order: Partial<DeploymentOrder> = {}, options?: TestCtxOptions): Promise<Approval & { readonly deployment: Deployment }> {
        return this.requested((await requestDeployment(this.ctx(options), { repo: MODEL, environment, reviewers: [], exposure: 'allowed', ...order })).id);
    }

    async requested(id: string): Promise<Approval & { readonly deployment: Deployment }> {
        const approval = (await loadApproval(this.ctx(), id)) ?? expect.unreachable();
        return { ...approval, deployment: deploymentOf(approval) ?? expect.unreachable() };
    }

    /** The request is approved, and begins to be carried out. */
    async begin({ id, state: { request: { sha } } }: Approval): Promise<void> {
        await submitEvent(this.ctx(), id, { type: 'vote', id: 'vote', by: { user: 'u-bo', roles: ['ml-lead'] }, value: 'approve', via: 'button', sha });
        await submitEvent(this.ctx(), id, { type: 'settle', id: 'begin' });
    }

    /** The same, and fails in a way that can be mended. */
    async fail(approval: Approval): Promise<void> {
        await this.begin(approval);
        await submitEvent(this.ctx(), approval.id, { type: 'execution-failed', key: approval.state.key, reason: 'quota', retryable: true });
    }

    /** Why it would not be carried out now. */
    async obstacles(approval: Approval & { readonly deployment: Deployment }): Promise<string[]> {
        const events = await recheckDeployment(this.ctx(), approval, approval.deployment);
        return events.flatMap((event) => (event.type === 'lock' ? [event.reason] : []));
    }
}

/** A new one for each test. */
export function useDeployments(): () => DeploymentWorld {
    let world: DeploymentWorld | undefined;
    beforeEach(async () => {
        world = await DeploymentWorld.open();
    });
    afterEach(() => world?.hub.stop());
    return () => world ?? expect.unreachable();
}
