import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { cancelJob, createRepo, HubError, listJobs, runJob, type HubJob, type JobSpec } from '../../services/hub';
import { CONVERT_IMAGE, CONVERT_SCRIPT } from '../../services/workflows/convert/convert-script';
import { jobEnd } from '../../services/workflows/convert/job-end';
import { record } from '../audit/record';
import { mayTakeUnsafe } from '../files/rights';
import { repoNow } from '../push/repo-now';
import { noteConversion, type Conversion } from './conversion-record';

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
    if (!conversion.plan.repo.exists && !conversion.made) {
        await makeRepo(ctx, conversion);
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

async function order(ctx: Ctx, conversion: Conversion): Promise<HubJob> {
    await requireAgreed(ctx, conversion);
    const token = await ownToken(ctx, conversion);
    await noteConversion(ctx, conversion.id, 'starting', {});
    return runJob(ctx.hub, { ...jobSpec(conversion), secrets: { HF_TOKEN: token } });
}

/** Hours may have passed: a repository that has become public would show to everybody what was to be private. Throws UserError. */
async function requireAgreed(ctx: Ctx, { plan: { repo, pickle } }: Conversion): Promise<void> {
    if (pickle && !(await mayTakeUnsafe(ctx))) {
        throw new UserError({ key: 'convert.unsafe_rights', values: { roles: ctx.settings.unsafeRoles.join(', ') } });
    }
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

/** One that is there meanwhile is ours if we were about to make it and it is what we would have made. Throws UserError and HubError. */
async function makeRepo(ctx: Ctx, { id, by, roomId, making, plan: { repo } }: Conversion): Promise<void> {
    await noteConversion(ctx, id, 'making', {});
    const isMade = await makeOnce(ctx, repo);
    const now = await repoNow(ctx, { type: 'model', repo: repo.id, pr: false, private: repo.private });
    if ((!isMade && !making) || now?.private !== repo.private) {
        throw new UserError({ key: 'convert.repo_changed', values: { repo: repo.id } });
    }
    await record(ctx, { id: `convert:${id}:made`, by: by.id, what: 'convert.repo-made', subject: repo.id, roomId, result: 'done', details: { private: repo.private } });
    await noteConversion(ctx, id, 'made', {});
}

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
