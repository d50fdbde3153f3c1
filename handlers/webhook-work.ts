import { WEBHOOK_WORK, workOnWebhook } from '../flows/watching/settle-webhook';
import type { DueWork } from './due-kind';

/** The subject is the id of the chat user whose webhook it is. */
export const webhookWork: DueWork = {
    kind: WEBHOOK_WORK,
    async run(job, userId) {
        const next = await workOnWebhook(job, userId);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
};
