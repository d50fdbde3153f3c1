import { auditAnswer, auditFileAnswer } from '../commands/audit-answer';
import { auditQuery } from '../flows/audit/list-trail';
import { action, type Action } from './action';

/** The next page of the audit trail, as whoever clicks may see it. A page takes the place of the one before; files stay. */
export const AUDIT_ACTIONS: readonly Action[] = [
    action('audit.next', auditQuery, async (ctx, query) => {
        await ctx.whisper((await auditAnswer(ctx, query)).view, { replace: true });
        return undefined;
    }),
    action('audit.next_file', auditQuery, async (ctx, query) => {
        await ctx.whisper((await auditFileAnswer(ctx, query)).view);
        return undefined;
    }),
];
