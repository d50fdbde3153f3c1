import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { HubError, isPassing } from '../../services/hub';
import { plain, truncate } from '../../ui/text';
import { record, type AuditEntry } from '../audit/record';

type Deed = Pick<AuditEntry, 'what' | 'subject' | 'details'>;

/** Does something to a Space and puts on record how it went. What only its owner can mend is thrown as a UserError that says so. */
export async function onRecord<T>(ctx: Ctx, deed: Deed, work: () => Promise<T>): Promise<T> {
    const entry = { ...deed, by: ctx.user.id, roomId: ctx.room.id };
    try {
        const result = await work();
        await record(ctx, { ...entry, result: 'done' });
        return result;
    } catch (error) {
        if (!(error instanceof HubError)) {
            throw error;
        }
        await record(ctx, { ...entry, result: isPassing(error) ? 'failed' : 'refused' });
        throw refusal(ctx, deed.subject, error);
    }
}

const WORDS_LIMIT = 300;

function refusal({ settings }: Ctx, space: string, error: HubError): Error {
    const owner = space.split('/')[0] ?? space;
    const says = { key: 'hub.says', values: { words: plain(truncate(error.hubMessage ?? '…', WORDS_LIMIT)) } } as const;
    switch (error.kind) {
        case 'forbidden':
            return new UserError({ key: 'space.refused.rights', values: { space, owner } }, says);
        case 'payment-required':
            return new UserError({ key: 'space.refused.payment', values: { owner, url: `${settings.hubUrl}/settings/billing` } }, says);
        default:
            return error;
    }
}
