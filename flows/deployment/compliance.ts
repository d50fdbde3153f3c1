import { createHash } from 'crypto';
import { logFailure } from '../../context/boundary';
import type { Ctx, Runtime } from '../../context/ctx';
import type { Deployment } from '../../services/deployment';
import { complianceDocument } from '../../services/deployment/compliance';
import { apiPath, datasetInfo, type Hub, isPassing, pagePath } from '../../services/hub';
import { complianceAttachment } from '../../ui/compliance-view';
import { language } from '../../ui/language';
import { link } from '../../ui/text';
import type { Attachment, View } from '../../ui/view';
import { type Approval, loadApproval } from '../approval/load-approval';
import { commitCompliance } from './commit-compliance';
import { deploymentOf } from './deployment-of';

/** The endpoint that hands the documents out, below the app's own address. */
export const COMPLIANCE_PATH = 'api/compliance';

/** A compliance document and what belongs to it. */
export interface ComplianceFile {
    readonly document: string;
    readonly filename: string;
    /** Who may read this room may read the document. */
    readonly roomId: string;
}

/** Undefined when there is no such request, or it is no deployment. One round trip. */
export async function complianceOf(tools: Pick<Ctx, 'stores' | 'clock'>, id: string): Promise<ComplianceFile | undefined> {
    const approval = await loadApproval(tools, id);
    const deployment = approval && deploymentOf(approval);
    return deployment && complianceFile(approval, deployment);
}

export function complianceFile(approval: Approval, deployment: Deployment): ComplianceFile {
    const { id, opened, state, intact, names } = approval;
    return {
        document: complianceDocument({ kind: opened.kind, roomId: opened.roomId, deployment, userNames: names, roleNames: opened.roleNames, facts: state.facts, intact, hash: sha256 }),
        filename: `${deployment.environment.name}-${dayOf(approval)}-${id}.md`,
        roomId: opened.roomId,
    };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The day of the request, UTC. */
const dayOf = ({ state }: Approval): string => new Date(state.request.at).toISOString().slice(0, 10);

/** Where the endpoint answers; undefined where the workspace does not know its own address. */
export async function complianceAddress({ appId, siteUrl }: Pick<Runtime, 'appId' | 'siteUrl'>, id: string): Promise<string | undefined> {
    const site = await siteUrl();
    return site && `${site.replace(/\/+$/, '')}/api/apps/public/${appId}/${COMPLIANCE_PATH}?id=${encodeURIComponent(id)}`;
}

/** What the closing report shows of the compliance document. */
export function complianceReport(approval: Approval, deployment: Deployment): Attachment {
    return complianceAttachment(complianceFile(approval, deployment).document, language(approval.opened.locale));
}

/**
 * Commits the document to the workspace's dataset, if there is one; what it tells of a private model is for no public dataset.
 * Idempotent. Throws what passes; anything else that keeps it from being committed is logged and told.
 */
export async function archiveCompliance(ctx: Ctx, approval: Approval, deployment: Deployment): Promise<View | undefined> {
    const repo = ctx.settings.complianceRepo;
    if (repo === '') {
        return undefined;
    }
    const lang = language(approval.opened.locale);
    const path = `deployments/${deployment.environment.name}/${dayOf(approval)}-${approval.id}.md`;
    try {
        if (deployment.private !== false && !(await isPrivateDataset(ctx.hub, repo))) {
            return { text: lang.t('deploy.report.public_archive', { repo }) };
        }
        await commitCompliance(ctx, { repo, path, document: complianceFile(approval, deployment).document });
    } catch (error) {
        if (isPassing(error)) {
            throw error;
        }
        const reference = ctx.newId().slice(0, 8);
        logFailure(ctx.log, error, reference);
        return { text: lang.t('deploy.report.not_committed', { repo, reference }) };
    }
    return { text: lang.t('deploy.report.committed', { link: link(path, `${ctx.settings.hubUrl}${pagePath({ type: 'dataset', id: repo })}/blob/main/${path}`) }) };
}

/** As it is now: what was private yesterday may be public today. */
async function isPrivateDataset(hub: Hub, id: string): Promise<boolean> {
    hub.forget(apiPath({ type: 'dataset', id }));
    return (await datasetInfo(hub, { id })).value.private === true;
}
