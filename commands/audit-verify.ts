import { answer } from '../context/answer';
import { checkTrail } from '../flows/audit/check-trail';
import { auditVerifyView } from '../ui/audit-verify-view';
import { command } from './command';
import { optional } from './params';
import { since } from './since';

/** Open to everybody: it tells ids and numbers, and nothing of what was done. */
export const auditVerify = command({
    name: 'audit verify',
    summary: 'audit.verify.summary',
    example: '/hf audit verify',
    args: {},
    options: { since: optional(since('audit.verify.option.since')) },
    read: true,
    async run(ctx, { options }) {
        const report = await checkTrail(ctx, options.since?.(ctx.clock()));
        const { problem = null, goesOnAt = null, since: from = null, ...counts } = report;
        return answer(auditVerifyView(report, { lang: ctx.lang, generatedKey: ctx.stores.keys.strength === 'generated' }), { intact: problem === null, ...counts, since: from, problem, goesOnAt });
    },
});
