import { meteorId } from '../store/ids';

/** How long a client waits for the server's first word on a trigger (Rocket.Chat, app/ui-message/client/ActionManager.ts). */
const TRIGGER_LIFETIME_MS = 5000;

/** The trigger ids that clients have made. The first use consumes one; nothing is heard of an old one. */
export class Triggers {
    private readonly live = new Map<string, { user: string; expiresAt: number }>();

    constructor(private readonly now: () => number) {}

    create(user: string): string {
        const id = meteorId();
        this.live.set(id, { user, expiresAt: this.now() + TRIGGER_LIFETIME_MS });
        return id;
    }

    /** True once, for the user who made it, within its lifetime. */
    consume(id: string, user: string): boolean {
        const trigger = this.live.get(id);
        if (trigger?.user !== user) {
            return false;
        }
        this.live.delete(id);
        return this.now() <= trigger.expiresAt;
    }
}
