import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { abilitiesOf, jobHardware, listTree, revisionHead, whoAmI, type RepoRef, type WhoAmI } from '../../services/hub';
import type { FileJudgement } from '../../services/safety';
import type { ConvertWish } from '../../services/workflows/convert/convert-wish';
import { inputsOf, outputsOf, type InputFile, type Inputs } from '../../services/workflows/convert/inputs';
import { QUANTIZATIONS, quantizationNamed, USUAL_QUANTIZATION, type QuantizationName } from '../../services/workflows/convert/quantizations';
import { pushWish, type PushWish } from '../../services/workflows/transfer/push-wish';
import { newTokenUrl } from '../../ui/error-view';
import { mayTakeUnsafe } from '../files/rights';
import { judgeFiles } from '../pull/look-at-files';
import { riskOf } from '../pull/plan-pull';
import { MAIN, repoNow, requirePushRights } from '../push/repo-now';
import { chooseHardware } from './choose-hardware';
import type { ConversionPlan } from './conversion-plan';

type Chosen = Extract<Inputs<InputFile>, { readonly kind: 'inputs' }>;

/** Names that an answer lists. */
const MAX_NAMED = 5;

/** Finds out what a conversion would do, and whether it could end well. Changes nothing. Throws UserError and HubError. */
export async function planConversion(ctx: Ctx, asked: ConvertWish): Promise<ConversionPlan> {
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'convert.sign_in' });
    }
    const quantization = quantizationFor(asked);
    const who = (await whoAmI(ctx.hub)).value;
    const namespace = await payingNamespace(ctx, who, asked.namespace);
    const head = await revisionHead(ctx.hub, { type: 'model', id: asked.model, ...(asked.revision !== undefined && { revision: asked.revision }) });
    if (!head.sha) {
        throw new UserError({ key: 'pull.no_commit', values: { repo: asked.model } });
    }
    const source: RepoRef & { readonly sha: string } = { type: 'model', id: head.id, sha: head.sha };
    const { weights, companions, pickle } = await chosenInputs(ctx, source, asked);
    const inputs = [...weights, ...companions].map(({ path, size }) => ({ path, size }));
    const outputs = outputsOf({ model: head.id, to: asked.to, quantization, weights, companions });
    const size = { to: asked.to, quantization, inputBytes: sizeOf(inputs), largestBytes: Math.max(...weights.map((file) => file.size)) };
    const [hardware, repo, token] = await Promise.all([
        jobHardware(ctx.hub, { fresh: true }).then(({ value }) => chooseHardware(value, asked.hardware, size)),
        targetRepo(ctx, asked, { id: asked.repo ?? defaultRepo(head.id, namespace, asked), outputs }),
        ctx.stores.accounts.get(ctx.user.id),
    ]);
    const { seconds, limitSeconds } = hardware.estimate;
    const endsAt = token.state === 'ok' ? token.account.expiresAt : undefined;
    return {
        wish: { ...asked, ...(quantization && { quantization }) },
        model: head.id,
        sha: head.sha,
        inputs,
        outputs,
        pickle,
        hidden: head.private !== false || Boolean(head.gated),
        repo,
        namespace,
        flavor: hardware.flavor,
        ...(hardware.perHour !== undefined && { perHour: hardware.perHour }),
        seconds,
        limitSeconds,
        account: who.name,
        ...(endsAt !== undefined && endsAt < ctx.clock() + limitSeconds * 1000 && { tokenEndsAt: endsAt }),
    };
}

const sizeOf = (files: readonly InputFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

function quantizationFor({ to, quantization }: ConvertWish): QuantizationName | undefined {
    if (to === 'safetensors') {
        if (quantization !== undefined) {
            throw new UserError({ key: 'convert.no_quantization' });
        }
        return undefined;
    }
    const name = quantization === undefined ? USUAL_QUANTIZATION : quantizationNamed(quantization);
    if (name === undefined) {
        throw new UserError({ key: 'convert.unknown_quantization', values: { name: quantization ?? '', list: QUANTIZATIONS.join(', ') } });
    }
    return name;
}

/** Who pays: the user, or an organisation of theirs. Throws UserError without the permission for jobs. */
async function payingNamespace({ settings, stores, user }: Ctx, who: WhoAmI, wanted = who.name): Promise<string> {
    const names = [who.name, ...(who.orgs ?? []).map(({ name }) => name)];
    const namespace = names.find((name) => name.toLowerCase() === wanted.toLowerCase());
    if (namespace === undefined) {
        throw new UserError({ key: 'convert.no_namespace', values: { name: wanted, list: names.join(', ') } });
    }
    const account = await stores.accounts.get(user.id);
    const ability = abilitiesOf(who, account.state === 'ok' ? account.account.scopes : undefined).find(({ id }) => id === 'jobs');
    if (ability?.held === 'none') {
        throw new UserError({ key: 'convert.no_scope', values: { scope: ability.permission ?? 'jobs', url: newTokenUrl(settings.hubUrl, ability.permission) } });
    }
    return namespace;
}

/** The files that are needed, judged as those of a pull. Throws UserError when some are not to be had, or not to be trusted. */
async function chosenInputs(ctx: Ctx, source: RepoRef & { readonly sha: string }, { to, unsafe }: ConvertWish): Promise<Chosen> {
    const { entries, complete } = (await listTree(ctx.hub, { type: 'model', id: source.id, revision: source.sha })).value;
    const files = entries.filter(({ type }) => type === 'file').map(({ path, size, lfs }) => ({ path, size: lfs?.size ?? size ?? 0 }));
    const inputs = inputsOf(files, to);
    if (inputs.kind !== 'inputs' || !complete) {
        throw new UserError({ key: `convert.${inputs.kind === 'inputs' ? 'too-many' : inputs.kind}`, values: { model: source.id } });
    }
    if (inputs.pickle) {
        await requireUnsafe(ctx, source.id, unsafe);
    }
    const judgements = await judgeFiles(ctx, source, [...inputs.weights, ...inputs.companions]);
    const refused = [...judgements.values()].filter((judgement) => isRefused(judgement, unsafe && inputs.pickle));
    if (refused.length > 0) {
        const names = refused.slice(0, MAX_NAMED).map(({ path }) => path);
        throw new UserError({ key: 'convert.refused', values: { n: refused.length, names: names.join(', ') } }, { key: 'convert.look', values: { command: `/hf check ${source.id}` } });
    }
    return inputs;
}

async function requireUnsafe(ctx: Ctx, model: string, unsafe: boolean): Promise<void> {
    if (!unsafe) {
        throw new UserError({ key: 'convert.pickle', values: { model } }, { key: 'convert.pickle.hint' });
    }
    if (!(await mayTakeUnsafe(ctx))) {
        throw new UserError({ key: 'convert.unsafe_rights', values: { roles: ctx.settings.unsafeRoles.join(', ') } });
    }
}

/** What would do harm is not loaded anywhere, whoever wants it. */
const isRefused = (judgement: FileJudgement, unsafe: boolean): boolean => (unsafe ? riskOf(judgement) === 'dangerous' : judgement.decision === 'refuse');

const defaultRepo = (model: string, owner: string, { to }: ConvertWish): string => `${owner}/${model.slice(model.indexOf('/') + 1)}-${to === 'gguf' ? 'GGUF' : 'safetensors'}`;

/** Where the result goes, as it is now. Throws UserError where the user may not write to it, or make it. */
async function targetRepo(ctx: Ctx, wish: ConvertWish, { id, outputs }: { readonly id: string; readonly outputs: readonly string[] }): Promise<ConversionPlan['repo']> {
    const parsed = pushWish.safeParse({ type: 'model', repo: id, pr: false, private: wish.private });
    if (!parsed.success) {
        throw new UserError({ key: 'error.bad_repo_id', values: { value: id } });
    }
    const target: PushWish = parsed.data;
    const now = await repoNow(ctx, target);
    await requirePushRights(ctx, target, now);
    if (!now) {
        return { id, exists: false, private: wish.private, files: 0, replaced: 0 };
    }
    const { entries } = (await listTree(ctx.hub, { type: 'model', id, revision: MAIN, recursive: true })).value;
    const held = entries.filter(({ type, path }) => type === 'file' && path !== '.gitattributes').map(({ path }) => path);
    return { id, exists: true, private: now.private, files: held.length, replaced: outputs.filter((path) => held.includes(path)).length };
}
