import { afterEach, beforeEach, expect } from 'vitest';
import { watchId, putWatch, removeWatch } from '../../../flows/watching/watches';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import type { Webhook } from '../../../playground/hub/webhooks/webhook';
import { DEFAULT_MODES, type Watch, type WatchTarget } from '../../../services/workflows/watching';
import { type TestCtx, type TestCtxOptions, type TestServer, TestWorkspace } from '../../helpers/test-ctx';

export const MODEL: WatchTarget = { type: 'model', id: 'acme/bert-prod' };
export const ACME: WatchTarget = { type: 'account', name: 'acme' };
export const DAVE: WatchTarget = { type: 'account', name: 'dave' };

export const watchOf = (target: WatchTarget, { roomId = 'r-general', by = 'u-alice' }: Partial<Watch> = {}): Watch => ({
    id: watchId(roomId, target), roomId, target, modes: DEFAULT_MODES, filters: { branches: [], authors: [], paths: [] }, by, at: 0, showPrivate: false,
});

/** A workspace whose user alice is signed in to a stand-in Hub. */
export class WebhookWorld {
    constructor(
        readonly hub: HubServer,
        readonly workspace: TestWorkspace,
    ) {}

    /** Another server of the same workspace. */
    server(options: TestServer): TestWorkspace {
        const { database, clock, messages, people } = this.workspace;
        return new TestWorkspace(this.hub, { database, clock, messages, people, ...options });
    }

    ctx(options?: TestCtxOptions): TestCtx {
        return this.workspace.ctx(options);
    }

    async watch(target: WatchTarget, parts?: Partial<Watch>): Promise<void> {
        await putWatch(this.workspace, watchOf(target, parts));
    }

    async unwatch(target: WatchTarget, parts?: Partial<Watch>): Promise<void> {
        this.workspace.clock.advance(1);
        await removeWatch(this.workspace, watchOf(target, parts));
    }

    webhooks(): Webhook[] {
        return [...this.hub.state.webhooks.values()];
    }

    /** The only one there is. */
    webhook(): Webhook {
        const [webhook, ...others] = this.webhooks();
        expect(others).toEqual([]);
        return webhook ?? expect.unreachable('There is no webhook.');
    }

    /** What it has on its list. */
    watched(): string[] {
        return this.webhook().watched.map(({ type, name }) => `${type} ${name}`).sort();
    }
}

export function useWebhooks(): () => WebhookWorld {
    let world: WebhookWorld;
    beforeEach(async () => {
        const hub = await startHub();
        world = new WebhookWorld(hub, new TestWorkspace(hub));
        await world.workspace.signIn(fakeToken('alice'), { name: 'alice' });
    });
    afterEach(() => world.hub.stop());
    return () => world;
}
