import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { cancelJob, createRepo, HubError, listJobs, runJob, type HubJob, type JobSpec } from '../../services/hub';
import { CONVERT_IMAGE, CONVERT_SCRIPT } from '../../services/workflows/convert/convert-script';
import { jobEnd } from '../../services/workflows/convert/job-end';
import { record } from '../audit/record';
import { repoNow } from '../push/repo-now';
import { loadConversion, noteConversion, noteMaking, type Conversion } from './conversion-record';
import { requireAgreed } from './require-agreed';

/** By this label of a job the conversion is known to which it belongs. */
const LABEL = 'hf-teamflow-convert';

/**
 * Makes the repository and orders the job, each once: whoever was killed in between finds what there is. Throws UserError and
 * HubError. Hugging Face has no order that can be repeated safely, so that two servers which look at the same moment may order two jobs:
 * `cancelTwins` leaves one.
 */
export async function startJob(ctx: Ctx, conversion: Conversion): Promise<void> {
    const [known] = conversion.starting ? await jobsOf(ctx, conversion) : [];
    if (!known && conversion.cancelledBy !== undefined) {
        await noteConversion(ctx, conversion.id, 'ended', { end: 'cancelled' });
        return;
    }
    const { id: jobId } = known ?? (await order(ctx, conversion));
    const { id, by, roomId, plan: { model, sha, flavor, namespace, repo, pickle } } = conversion;
    await record(ctx, { id: `convert:${id}:started`, by: by.id, what: 'convert.started', subject: model, sha, roomId, result: 'done', details: { job: `${namespace}/${jobId}`, flavor, repo: repo.id, pickle } });
    await noteConversion(ctx, id, 'started', { jobId });
}

/** The jobs of a conversion, oldest first: there should be one. Whatever Hugging Face makes of the filter, no job of somebody else is taken for one, or cancelled. */
async function jobsOf({ hub }: Pick<Ctx, 'hub'>, { id, plan: { namespace } }: Conversion): Promise<HubJob[]> {
    const { items } = (await listJobs(hub, { namespace, label: `${LABEL}=${id}` })).value;
    return items.filter(({ labels }) => labels?.[LABEL] === id).toSorted((a, b) => (a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? -1 : 1));
}

/** Ends the jobs of the conversion other than the one that is on record. */
export async function cancelTwins(ctx: Pick<Ctx, 'hub'>, conversion: Conversion): Promise<void> {
    const { started, plan: { namespace } } = conversion;
    const twins = (await jobsOf(ctx, conversion)).filter(({ id, status }) => id !== started?.jobId && jobEnd(status, []) === undefined);
    await Promise.all(twins.map(({ id }) => cancelJob(ctx.hub, { namespace, id })));
}

/** Hours may have passed since the yes. The repository comes last: what is refused by then leaves none behind. */
async function order(ctx: Ctx, conversion: Conversion): Promise<HubJob> {
    const { id, made, plan } = conversion;
    await requireAgreed(ctx, plan);
    const token = await ownToken(ctx, conversion);
    await (plan.repo.exists || made ? requireRepo(ctx, plan.repo) : makeRepo(ctx, conversion));
    await noteConversion(ctx, id, 'starting', {});
    return runJob(ctx.hub, { ...jobSpec(conversion), secrets: { HF_TOKEN: token } });
}

/** One that has become public would show to everybody what was to be private. Throws UserError. */
async function requireRepo(ctx: Ctx, repo: Conversion['plan']['repo']): Promise<void> {
    const now = await repoNow(ctx, { type: 'model', repo: repo.id, pr: false, private: repo.private });
    if (now?.private !== repo.private) {
        throw new UserError({ key: 'convert.repo_changed', values: { repo: repo.id } });
    }
}

/** Without the token. */
function jobSpec({ id, plan }: Conversion): JobSpec {
    const { wish, model, sha, inputs, outputs, pickle, repo, namespace, flavor, limitSeconds } = plan;
    const environment = {
        MODEL: model,
        REVISION: sha,
        TARGET: wish.to,
        ...(wish.quantization !== undefined && { QUANTIZATION: wish.quantization }),
        INPUT_FILES: inputs.map(({ path }) => path).join(','),
        OUTPUT_FILES: outputs.join(','),
        OUTPUT_REPO: repo.id,
        ALLOW_PICKLE: pickle ? 'yes' : 'no',
    };
    return { namespace, dockerImage: CONVERT_IMAGE, command: ['python3', '-u', '-c', CONVERT_SCRIPT], flavor, environment, timeoutSeconds: limitSeconds, labels: { [LABEL]: id } };
}

/** That of the account that was agreed to, renewed if it was about to end. Throws UserError. */
async function ownToken({ hub, stores, user }: Ctx, { plan: { account } }: Conversion): Promise<string> {
    await hub.identity();
    const found = await stores.accounts.get(user.id);
    if (found.state !== 'ok') {
        throw new UserError({ key: 'convert.sign_in' });
    }
    if (found.account.name !== account) {
        throw new UserError({ key: 'convert.account_changed', values: { account } });
    }
    return found.account.token;
}

/** One that is there meanwhile is ours if another process was about to make it, and it is what we would have made. Throws UserError and HubError. */
async function makeRepo(ctx: Ctx, { id, by, roomId, plan: { repo } }: Conversion): Promise<void> {
    const attempt = await noteMaking(ctx, id);
    if (!(await makeOnce(ctx, repo)) && !(await wasAttempted(ctx, id, attempt))) {
        throw new UserError({ key: 'convert.repo_changed', values: { repo: repo.id } });
    }
    await requireRepo(ctx, repo);
    await record(ctx, { id: `convert:${id}:made`, by: by.id, what: 'convert.repo-made', subject: repo.id, roomId, result: 'done', details: { private: repo.private } });
    await noteConversion(ctx, id, 'made', {});
}

/** Whether another process was about to make it, killed since or working just now. */
const wasAttempted = async (ctx: Ctx, id: string, ours: string): Promise<boolean> => (await loadConversion(ctx, id))?.attempts.some((attempt) => attempt !== ours) ?? false;

/** False when there is a repository of that name. */
async function makeOnce({ hub }: Ctx, repo: Conversion['plan']['repo']): Promise<boolean> {
    try {
        await createRepo(hub, { type: 'model', id: repo.id, private: repo.private });
        return true;
    } catch (error) {
        if (error instanceof HubError && error.status === 409) {
            return false;
        }
        throw error;
    }
}
