import { describe, expect, it } from 'vitest';
import { approvalRule, type Flow } from '../../../flows/deployment/approval-rule';
import type { Environment } from '../../../services/workflows/environment/environment';
import { TestWorkspace } from '../../helpers/test-ctx';
import { NEW_ENVIRONMENT } from '../environment/new-environment';

const ruleOf = (more: Partial<Environment>, flow?: Flow) => approvalRule(new TestWorkspace().ctx(), { ...NEW_ENVIRONMENT, ...more }, { flow, reviewers: [] });

describe('a requester who is a named reviewer', () => {
    const refused = { sentence: { key: 'deploy.requester_is_reviewer', values: { environment: 'staging' } } };

    it('is refused where their vote does not count: the request would wait for it for ever', async () => {
        await expect(ruleOf({ reviewers: ['alice'] })).rejects.toMatchObject(refused);
        await expect(ruleOf({ reviewers: ['bo', 'alice'], approvals: 2 })).rejects.toMatchObject(refused);
    });

    it('may ask where it counts, unless they ask for the strict flow, where it does not', async () => {
        const environment = { reviewers: ['alice'], selfApproval: true };
        expect((await ruleOf(environment)).rule).toMatchObject({ requiredReviewers: ['u-alice'], selfApproval: true });
        await expect(ruleOf(environment, 'strict')).rejects.toMatchObject(refused);
    });
});
