import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Approval, loadApproval } from '../../../flows/approval/load-approval';
import { openApproval } from '../../../flows/approval/open-approval';
import { submitEvent } from '../../../flows/approval/submit-event';
import { commitCompliance } from '../../../flows/deployment/commit-compliance';
import { archiveCompliance, complianceFile, complianceOf, complianceReport } from '../../../flows/deployment/compliance';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { type TestCtx, TestWorkspace } from '../../helpers/test-ctx';
import { DEPLOYED_SHA, TEST_DEPLOYMENT } from '../../helpers/test-deployment';

const REPO = 'acme/support-tickets';
const COMMIT = `POST /api/datasets/${REPO}/commit/main`;

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
    hub.faults.clear();
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('alice'));
    hub.clearRequests();
});

async function requested(ctx: TestCtx, details: unknown = TEST_DEPLOYMENT): Promise<Approval> {
    const id = await openApproval(ctx, {
        kind: 'deploy', title: 'acme/bert-prod', about: { subject: 'acme/bert-prod', details: {} }, sha: DEPLOYED_SHA, expiresAt: ctx.clock() + 60_000, roleNames: {}, userNames: {}, details, events: [],
        rule: { minimumApprovals: 1, approverRoles: [], requiredRoles: [], requiredReviewers: [], selfApproval: false, requiredGates: [] },
    });
    return loaded(ctx, id);
}

async function loaded(ctx: TestCtx, id: string): Promise<Approval> {
    const approval = await loadApproval(ctx, id);
    if (!approval) {
        throw new Error(`There is no request ${id}.`);
    }
    return approval;
}

const commits = (): number => hub.requests.filter(({ method, path, status }) => `${method} ${path}` === COMMIT && status === 200).length;
const branchHead = (): string | undefined => hub.state.findRepo('dataset', REPO)?.branches.get('main');

function contentOf(path: string): string | undefined {
    const file = hub.state.findRepo('dataset', REPO)?.commits.get(branchHead() ?? '')?.files.get(path);
    return file && new TextDecoder().decode(file.bytes.read());
}

describe('complianceOf', () => {
    it('makes the document of what is stored, with the names of then', async () => {
        const ctx = workspace.ctx();
        const { id } = await requested(ctx);
        await submitEvent(ctx, id, { type: 'vote', id: 'v1', by: { user: 'u-bo', roles: [] }, value: 'approve', via: 'button', sha: DEPLOYED_SHA }, { 'u-bo': 'bo' });
        const file = await complianceOf(ctx, id);
        expect(file).toMatchObject({ roomId: 'r-general', filename: expect.stringMatching(new RegExp(`^prod-\\d{4}-\\d{2}-\\d{2}-${id}\\.md$`)) as unknown });
        expect(file?.document).toContain('bo (u-bo) | approve');
        expect(file?.document).toContain('| Asked by | alice (u-alice) |');
        workspace.clock.advance(30_000);
        expect(await complianceOf(ctx, id)).toEqual(file);
    });

    it('says when something stored can not be read', async () => {
        const ctx = workspace.ctx();
        const { id } = await requested(ctx);
        await ctx.stores.approvals.append(id, { type: 'stated', data: { fact: { type: 'unknown' }, names: {} } });
        expect((await complianceOf(ctx, id))?.document).toContain('this record is not complete');
    });

    it('knows no document of what is not there, or is no deployment', async () => {
        const ctx = workspace.ctx();
        expect(await complianceOf(ctx, 'nothing')).toBeUndefined();
        expect(await complianceOf(ctx, (await requested(ctx, { v: 2 })).id)).toBeUndefined();
    });
});

describe('commitCompliance', () => {
    const commit = { repo: REPO, path: 'deployments/prod/2026-01-01-a.md', document: '# One\n' };

    it('writes once, however often it is asked, and is on the audit record once', async () => {
        const ctx = workspace.ctx();
        await commitCompliance(ctx, commit);
        const head = branchHead();
        await commitCompliance(ctx, commit);
        expect([contentOf(commit.path), branchHead(), commits()]).toEqual(['# One\n', head, 1]);
        await commitCompliance(ctx, { ...commit, document: '# Two\n' });
        expect([contentOf(commit.path), commits()]).toEqual(['# Two\n', 2]);
        const records = await ctx.stores.audit.records(new Date(ctx.clock()).toISOString().slice(0, 10));
        expect(new Set(records.map(({ record }) => record.id)).size).toBe(2);
        expect(records[0]?.record).toMatchObject({ by: 'u-alice', what: 'deploy.report-committed', subject: REPO, result: 'done', details: { path: commit.path } });
    });

    it.each([412, 409])('goes on from where the branch is by now, once (%i)', async (status) => {
        hub.faults.add({ match: COMMIT, times: 1, fault: { status, body: { error: 'moved' } } });
        await commitCompliance(workspace.ctx(), { ...commit, document: `# Moved ${status}\n` });
        expect(contentOf(commit.path)).toBe(`# Moved ${status}\n`);
        hub.faults.add({ match: COMMIT, times: 2, fault: { status, body: { error: 'moved' } } });
        await expect(commitCompliance(workspace.ctx(), { ...commit, document: '# Never\n' })).rejects.toMatchObject({ status });
    });

    it('builds on the newest commit, whoever made it', async () => {
        const change = { kind: 'commit' as const, repo: { type: 'dataset' as const, id: REPO }, author: 'alice' };
        hub.change({ ...change, title: 'Between', files: [{ path: 'between.md', content: 'kept' }] });
        await commitCompliance(workspace.ctx(), { ...commit, document: '# Three\n' });
        expect([contentOf('between.md'), contentOf(commit.path)]).toEqual(['kept', '# Three\n']);
    });

    it('says who may not', async () => {
        await workspace.signIn(fakeToken('bo'));
        await expect(commitCompliance(workspace.ctx(), { ...commit, document: '# Four\n' })).rejects.toMatchObject({ status: 403 });
    });
});

describe('the closing report', () => {
    it('shows the document, folded', async () => {
        const approval = await requested(workspace.ctx());
        expect(complianceReport(approval, TEST_DEPLOYMENT)).toEqual({ title: 'Compliance report', collapsed: true, text: `\`\`\`\n${complianceFile(approval, TEST_DEPLOYMENT).document}\n\`\`\`` });
    });
});

describe('the archive', () => {
    it('is asked for nothing when there is no dataset for it', async () => {
        const ctx = workspace.ctx();
        expect(await archiveCompliance(ctx, await requested(ctx), TEST_DEPLOYMENT)).toBeUndefined();
        expect(hub.requests).toEqual([]);
    });

    it('holds the document by environment, day and request, however often it is put there', async () => {
        const ctx = workspace.ctx({ settings: { complianceRepo: REPO } });
        const approval = await requested(ctx);
        const path = `deployments/prod/${new Date(approval.state.request.at).toISOString().slice(0, 10)}-${approval.id}.md`;
        const told = await archiveCompliance(ctx, approval, TEST_DEPLOYMENT);
        expect(told?.text).toContain(`${hub.url}/datasets/${REPO}/blob/main/${path}`);
        expect(contentOf(path)).toBe(complianceFile(approval, TEST_DEPLOYMENT).document);
        expect(await archiveCompliance(ctx, approval, TEST_DEPLOYMENT)).toEqual(told);
        expect(commits()).toBe(1);
    });

    it('holds nothing about a private model where everybody may read, also when the dataset was private before', async () => {
        const ctx = workspace.ctx({ settings: { complianceRepo: REPO } });
        expect((await archiveCompliance(ctx, await requested(ctx), TEST_DEPLOYMENT))?.text).toContain('is kept in');
        const before = commits();
        const open = (isPrivate: boolean): void => hub.change({ kind: 'repo-config', repo: { type: 'dataset', id: REPO }, private: isPrivate });
        open(false);
        try {
            const second = await requested(ctx);
            for (const isPrivate of [true, undefined]) {
                expect((await archiveCompliance(ctx, second, { ...TEST_DEPLOYMENT, private: isPrivate }))?.text).toBe(`The compliance report was not saved in ${REPO}: that dataset is public, and the model is private.`);
            }
            expect(commits()).toBe(before);
            expect((await archiveCompliance(ctx, second, { ...TEST_DEPLOYMENT, private: false }))?.text).toContain('is kept in');
            expect(commits()).toBe(before + 1);
        } finally {
            open(true);
        }
    });

    it('tells what keeps the document out, and leaves what passes to be tried again', async () => {
        const ctx = workspace.ctx({ settings: { complianceRepo: 'acme/none' } });
        const approval = await requested(ctx);
        expect((await archiveCompliance(ctx, approval, TEST_DEPLOYMENT))?.text).toMatch(/could not be saved in acme\/none.* under \w{8}\.$/);
        expect(ctx.logged).toHaveLength(1);
        hub.faults.add({ match: '* /api/datasets*', fault: { status: 503 } });
        const late = workspace.ctx({ settings: { complianceRepo: REPO }, deadlineMs: 200 });
        await expect(archiveCompliance(late, approval, TEST_DEPLOYMENT)).rejects.toMatchObject({ kind: 'unavailable' });
    });
});
