import { describe, expect, it } from 'vitest';
import { checkTrail } from '../../flows/audit/check-trail';
import { record } from '../../flows/audit/record';
import { tick } from '../../handlers/tick';
import { testJob } from '../helpers/test-job-ctx';
import { TestWorkspace } from '../helpers/test-ctx';

describe('the tick', () => {
    it('seals what was recorded since the last one', async () => {
        const workspace = new TestWorkspace();
        const { job } = testJob(workspace);
        await record(job, { by: 'u-alice', what: 'env.set', subject: 'prod', result: 'done' });
        await tick(job);
        expect(await checkTrail(job)).toMatchObject({ records: 1, seals: 1, waiting: 0, problem: undefined });
    });
});
