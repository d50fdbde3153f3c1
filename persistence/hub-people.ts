import { createHash } from 'crypto';

import type { PersistenceDeps } from './deps';
import { Ledger } from './ledger';

/**
 * Which chat users said that a Hugging Face account is theirs, found by its name. The name itself is sealed with the account, so
 * it is not written here either. That somebody is named here proves nothing: what they are signed in as now does.
 */
export class HubPeople {
    private readonly ledger: Ledger;

    public constructor(deps: PersistenceDeps) {
        this.ledger = new Ledger(deps);
    }

    /** Ids of chat users. One round trip. */
    public async named(hubName: string): Promise<string[]> {
        return (await this.ledger.read(subjectOf(hubName))).map(({ id }) => id);
    }

    /** One round trip, two for somebody new. */
    public async add(hubName: string, userId: string): Promise<void> {
        if (!(await this.named(hubName)).includes(userId)) {
            await this.ledger.append({ subject: subjectOf(hubName), type: 'signed-in', id: userId });
        }
    }

    public async remove(hubName: string, userId: string): Promise<void> {
        await this.ledger.compact(subjectOf(hubName), (facts) => facts.filter(({ id }) => id !== userId));
    }
}

/** Hugging Face compares names without letter case. */
const subjectOf = (hubName: string): string => `hub-person:${createHash('sha256').update(hubName.toLowerCase()).digest('hex')}`;
