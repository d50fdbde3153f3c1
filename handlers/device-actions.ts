import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { ANSWER_WITHIN_MS, within } from '../context/within';
import { HubError, isPassing, startDeviceFlow, type DeviceStart } from '../services/hub';
import type { MessageKey } from '../ui/catalogue';
import { deviceSurface, deviceView, loginSurface, type DeviceCode, type Place } from '../ui/login-views';
import { action, type Action, type Outcome } from './action';
import { DEVICE_POLL } from './device-poll';

/** What the commands of today need. The OAuth app must be allowed these. Source: https://huggingface.co/docs/hub/oauth. */
const READING = ['openid', 'profile', 'read-billing', 'read-memberships', 'read-repos', 'gated-repos', 'read-collections'];
/** What deploying, taking part in discussions, managing Spaces and hearing of changes at once needs besides. */
const WORKING = ['manage-repos', 'write-discussions', 'read-endpoints', 'write-endpoints', 'webhooks'];

const place = z.enum(['form', 'message']);

const start: Action = action('login.device', place, async (ctx, at) => {
    const device = await startDevice(ctx);
    if ('problem' in device) {
        return notice(ctx, at, device.problem);
    }
    if (at === 'form') {
        return { kind: 'update', surface: deviceSurface(device, ctx.lang) };
    }
    await ctx.whisper(deviceView(device, ctx.lang), { replace: true });
    return undefined;
});

const cancel: Action = action('login.cancel', z.object({ flow: z.string(), place }), async (ctx, click) => {
    const flow = await ctx.stores.deviceFlows.load(click.flow);
    const settled = flow?.userId === ctx.user.id ? await ctx.stores.deviceFlows.settle(flow.id, 'cancelled') : undefined;
    return notice(ctx, click.place, settled?.decided ? 'login.device_cancelled' : 'login.device_over');
});

export const deviceActions: readonly Action[] = [start, cancel];

async function startDevice(ctx: Ctx): Promise<DeviceCode | { readonly problem: MessageKey }> {
    const clientId = ctx.settings.oauthClientId;
    const started = clientId === '' ? 'login.device_off' : await askHub(ctx, clientId);
    return typeof started === 'string' ? { problem: started } : keep(ctx, started);
}

async function askHub(ctx: Ctx, clientId: string): Promise<DeviceStart | MessageKey> {
    try {
        const answer = await within(ANSWER_WITHIN_MS, () => startFlow(ctx, clientId));
        return answer.inTime ? answer.value : 'login.device_slow';
    } catch (error) {
        if (isPassing(error)) {
            return 'login.device_slow';
        }
        if (error instanceof HubError && error.facts.code === 'invalid_client') {
            return 'login.device_refused';
        }
        throw error;
    }
}

/** An OAuth app may be allowed less than all of it: then its users can read, and paste a token for the rest. */
async function startFlow({ hub }: Ctx, clientId: string): Promise<DeviceStart> {
    try {
        return await startDeviceFlow(hub, { clientId, scopes: [...READING, ...WORKING] });
    } catch (error) {
        if (error instanceof HubError && error.facts.code === 'invalid_scope') {
            return startDeviceFlow(hub, { clientId, scopes: READING });
        }
        throw error;
    }
}

/** First the facts, then the job that acts on them. */
async function keep(ctx: Ctx, started: DeviceStart): Promise<DeviceCode> {
    const now = ctx.clock();
    const flow = await ctx.stores.deviceFlows.start(
        {
            userId: ctx.user.id,
            roomId: ctx.room.id,
            threadId: ctx.threadId,
            language: ctx.lang.locale,
            expiresAt: now + started.expiresInMs,
            interval: started.intervalMs / 1000,
        },
        started.deviceCode,
    );
    const at = now + started.intervalMs;
    await ctx.stores.due.schedule({ kind: DEVICE_POLL, subject: flow.id, at });
    await ctx.wakeAt(at);
    return { flowId: flow.id, userCode: started.userCode, url: started.verificationUriComplete ?? started.verificationUri, lifetime: started.expiresInMs };
}

/** One sentence where the click was made; in the form, with another chance. */
async function notice(ctx: Ctx, at: Place, key: MessageKey): Promise<Outcome | undefined> {
    const sentence = ctx.lang.t(key);
    if (at === 'form') {
        return { kind: 'update', surface: loginSurface({ lang: ctx.lang, hubUrl: ctx.settings.hubUrl, oauth: ctx.settings.oauthClientId !== '', notice: sentence }) };
    }
    await ctx.whisper({ text: sentence }, { replace: true });
    return undefined;
}
