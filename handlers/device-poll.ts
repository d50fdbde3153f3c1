import { logFailure } from '../context/boundary';
import type { Ctx } from '../context/ctx';
import type { JobCtx } from '../context/job-ctx';
import { settleAfterSignIn } from '../flows/watching/settle-webhook';
import type { DeviceFlow, DeviceFlowOutcome } from '../persistence';
import { isPassing, pollDeviceFlow, whoAmI, type DevicePoll, type OAuthTokens } from '../services/hub';
import { signedInView } from '../ui/login-views';
import type { DueWork, WorkResult } from './due-kind';

export const DEVICE_POLL = 'device.poll';

const DONE: WorkResult = { state: 'done' };

/** How long an ended sign-in is remembered for whoever still clicks on it, milliseconds. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/**
 * Asks once whether the user has agreed on huggingface.co, and comes back after the interval that the Hub wants (RFC 8628,
 * section 3.5). The subject is the flow's id; all that is known of it lies in the store.
 */
export const devicePoll: DueWork = {
    kind: DEVICE_POLL,
    awaited: true,
    async run(job, flowId) {
        const flow = await job.stores.deviceFlows.load(flowId);
        if (flow?.status !== 'pending') {
            await job.stores.deviceFlows.forget(flowId);
            return DONE;
        }
        if (!(await job.stores.deviceFlows.isNewest(flow))) {
            // Every open sign-in asks every few seconds, on a budget that the whole workspace shares.
            await job.stores.deviceFlows.settle(flow.id, 'cancelled');
            return ended(job);
        }
        const code = await job.stores.deviceFlows.deviceCode(flow);
        if (code.state !== 'open' || flow.expiresAt <= job.clock()) {
            return end(job, flow, 'expired');
        }
        const poll = await ask(job, code.text);
        switch (poll.status) {
            case 'pending':
                return later(job, flow);
            case 'slow-down':
                return later(job, (await job.stores.deviceFlows.slowDown(flow.id)) ?? flow);
            case 'granted':
                return grant(job, flow, poll.tokens);
            case 'denied':
                return end(job, flow, 'denied');
            case 'expired':
                // A server that died just after it was granted has spent the code.
                return (await isGranted(job, flow)) ? welcome(job, flow) : end(job, flow, 'expired');
        }
    },
};

const ended = (job: JobCtx): WorkResult => ({ state: 'again', at: job.clock() + REMEMBERED_MS });

const later = (job: JobCtx, flow: DeviceFlow): WorkResult => ({ state: 'again', at: job.clock() + flow.interval * 1000 });

/** No answer just now is as good as none yet. */
async function ask(job: JobCtx, deviceCode: string): Promise<DevicePoll> {
    try {
        return await pollDeviceFlow(job.hub, { clientId: job.settings.oauthClientId, deviceCode });
    } catch (error) {
        if (isPassing(error)) {
            return { status: 'pending' };
        }
        throw error;
    }
}

/** Stored before anything else: the Hub hands the tokens out once. */
async function grant(job: JobCtx, flow: DeviceFlow, tokens: OAuthTokens): Promise<WorkResult> {
    const { accessToken, refreshToken, expiresInMs, scopes } = tokens;
    const expiresAt = expiresInMs === undefined ? undefined : job.clock() + expiresInMs;
    await job.stores.accounts.put(flow.userId, { kind: 'oauth', token: accessToken, refreshToken, expiresAt, scopes });
    // A pasted token that still waits to be checked would take this one's place.
    await job.stores.pendingLogins.remove(flow.userId);
    return welcome(job, flow);
}

async function isGranted(job: JobCtx, flow: DeviceFlow): Promise<boolean> {
    const found = await job.stores.accounts.get(flow.userId);
    return found.state === 'ok' && found.account.kind === 'oauth' && found.account.storedAt >= flow.startedAt;
}

async function welcome(job: JobCtx, flow: DeviceFlow): Promise<WorkResult> {
    const settled = await job.stores.deviceFlows.settle(flow.id, 'granted');
    if (settled?.flow.status === 'cancelled') {
        // The user took it back while the answer was under way, and was told so.
        await job.stores.accounts.remove(flow.userId);
        return ended(job);
    }
    await settleAfterSignIn(job, flow.userId);
    const ctx = settled?.decided ? await job.as(flow) : undefined;
    await ctx?.whisper(signedInView(await learnName(ctx), 'oauth', ctx.lang));
    return ended(job);
}

/** The account's name, kept with it; undefined when Hugging Face does not tell it now. Signed in the user is all the same. */
async function learnName(ctx: Ctx): Promise<string | undefined> {
    try {
        const { name } = (await whoAmI(ctx.hub, { fresh: true })).value;
        const found = await ctx.stores.accounts.get(ctx.user.id);
        // Another account may have taken its place while we asked.
        if (found.state === 'ok' && found.account.id === (await ctx.hub.identity())) {
            const { id: _id, storedAt: _storedAt, ...account } = found.account;
            await ctx.stores.accounts.put(ctx.user.id, { ...account, name });
        }
        return name;
    } catch (error) {
        logFailure(ctx.log, error, DEVICE_POLL);
        return undefined;
    }
}

async function end(job: JobCtx, flow: DeviceFlow, outcome: Extract<DeviceFlowOutcome, 'denied' | 'expired'>): Promise<WorkResult> {
    const settled = await job.stores.deviceFlows.settle(flow.id, outcome);
    const ctx = settled?.decided ? await job.as(flow) : undefined;
    await ctx?.whisper({ text: ctx.lang.t(`login.device_${outcome}`), failed: true });
    return ended(job);
}
