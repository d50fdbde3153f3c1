import { beforeAll, expect, it } from 'vitest';
import type { ConversionPlan } from '../../../flows/convert/conversion-plan';
import { beginConversion, loadConversion, noteConversion } from '../../../flows/convert/conversion-record';
import { planConversion } from '../../../flows/convert/plan-conversion';
import { confirmConversion } from '../../../flows/convert/review-conversion';
import { CONVERT_WORK, KEEP_MS, workOnConversion } from '../../../flows/convert/work-on-conversion';
import { LEASE_MS } from '../../../persistence';
import { getJob } from '../../../services/hub';
import { Killed, killAfter, survives } from '../../helpers/memory-store';
import type { ProcessStep } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { MODEL, THREAD, useConversions } from './convert-world';

const { world, renew } = useConversions();
let plan: ConversionPlan;

beforeAll(async () => {
    plan = await planConversion((await renew()).server().ctx(THREAD), { model: MODEL, to: 'gguf', namespace: 'acme', private: true, unsafe: false });
});

/** A conversion that was planned, in a world of its own. The id of its record. */
async function planned(): Promise<string> {
    const current = await renew();
    const ctx = current.server().ctx(THREAD);
    const id = ctx.newId();
    await beginConversion(ctx, id, { plan: { ...plan, repo: { ...plan.repo, id: current.newRepo() } }, by: { id: ctx.user.id, username: ctx.user.username }, roomId: ctx.room.id, ...THREAD });
    await ctx.stores.due.schedule({ kind: CONVERT_WORK, subject: id, at: ctx.clock() + KEEP_MS });
    return id;
}

/** One that was agreed to as well. */
async function agreed(): Promise<string> {
    const id = await planned();
    const ctx = world().server().ctx(THREAD);
    await noteConversion(ctx, id, 'confirmed', {});
    await ctx.stores.due.schedule({ kind: CONVERT_WORK, subject: id, at: ctx.clock() });
    return id;
}

/** A process that dies after so many steps. A read that is answered leaves no more behind than one that was asked. */
function dyingAfter(steps: number): (step: ProcessStep) => void {
    const kill = killAfter(steps);
    return (step) => (step === 'read:answer' || step === 'remove:find' ? undefined : kill());
}

/** Works in a process that dies after so many steps, and goes on in another one. Whether the first lived to the end. */
async function runKilled(steps: number): Promise<boolean> {
    const survived = await survives(world().run(world().server({ onStep: dyingAfter(steps) })));
    if (!survived) {
        world().clock.advance(LEASE_MS);
        await world().run();
    }
    return survived;
}

const stages = async (): Promise<string[]> => (await world().jobs()).map(({ status }) => status.stage);

it('a process that is killed at each step of a yes has written down none, or one that is found within a minute', { timeout: 120_000 }, async () => {
    let steps = 0;
    for (let survived = false; !survived; steps += 1) {
        const id = await planned();
        const ctx = world().server({ onStep: dyingAfter(steps) }).ctx(THREAD);
        survived = await survives(loadConversion(world().server().ctx(), id).then((conversion) => confirmConversion(ctx, conversion ?? expect.unreachable())));
        const jobs = world().database.dump().includes('"confirmed"') ? 1 : 0;
        world().clock.advance(60_000);
        await world().run();
        expect([steps, (await stages()).length, world().messages.all.size]).toEqual([steps, jobs, jobs]);
    }
    expect(steps).toBeGreaterThan(10);
});

it('a process that is killed at each step of starting orders one job and posts one message', { timeout: 120_000 }, async () => {
    let steps = 0;
    for (let survived = false; !survived; steps += 1) {
        await agreed();
        survived = await runKilled(steps);
        expect([steps, await stages(), world().messages.all.size]).toEqual([steps, [expect.stringMatching(/SCHEDULING|RUNNING/)], 1]);
    }
    expect(steps).toBeGreaterThan(15);
});

it('a process that is killed at each step of ending tells the end all the same', { timeout: 120_000 }, async () => {
    let steps = 0;
    for (let survived = false; !survived; steps += 1) {
        await agreed();
        await world().run();
        world().clock.advance(130_000);
        survived = await runKilled(steps);
        expect([steps, world().messages.all.size, world().card.text]).toEqual([steps, 1, expect.stringContaining('✅ Done')]);
    }
    expect(steps).toBeGreaterThan(10);
});

it('of two servers that order at the same moment one job is left, however late the next look comes', async () => {
    const id = await agreed();
    await Promise.all([world().server(), world().server()].map((server) => workOnConversion(testJob(server).job, id)));
    world().clock.advance(70_000);
    await workOnConversion(testJob(world().server()).job, id);
    expect((await stages()).sort()).toEqual(['CANCELED', 'RUNNING']);
    expect(world().messages.all.size).toBe(1);
    expect(world().card.text).toContain('Step ');
});

it('a job of another conversion is no twin, whatever Hugging Face makes of the filter', async () => {
    const { hub } = world();
    await agreed();
    await world().run();
    const [other] = await world().jobs();
    await agreed();
    await world().run();
    hub.faults.add({ match: 'GET /api/jobs/acme', times: 1, fault: { status: 200, body: [other, ...(await world().jobs())] } });
    world().clock.advance(15_000);
    await world().run();
    expect((await getJob(world().server().ctx().hub, { namespace: 'acme', id: other?.id ?? '' })).value.status.stage).toMatch(/SCHEDULING|RUNNING/);
});

/** Works in a process that dies when it has ordered the job, before it hears of it. */
async function orderUnheard(): Promise<void> {
    await agreed();
    const die = (): void => {
        if (world().hub.requests.some(({ method, path }) => method === 'POST' && path === '/api/jobs/acme')) {
            throw new Killed();
        }
    };
    world().hub.clearRequests();
    await expect(world().run(world().server({ onStep: die }))).rejects.toThrow(Killed);
    world().clock.advance(LEASE_MS);
}

it('an order whose answer nobody heard is found by its label', async () => {
    await orderUnheard();
    await world().run();
    expect(await stages()).toHaveLength(1);
});

it('an order whose answer nobody heard may still run when nobody is let look for it', async () => {
    await orderUnheard();
    world().hub.faults.add({ match: 'GET /api/jobs/acme', times: 1, fault: { status: 403 } });
    await world().run();
    expect(world().card.text).toContain('it may still run');
    expect(world().card.text).not.toContain('was made for it, and stays');
});
