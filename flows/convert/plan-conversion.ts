import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { abilitiesOf, jobHardware, revisionHead, whoAmI, type WhoAmI } from '../../services/hub';
import { outputsOf, type InputFile } from '../../services/workflows/convert/inputs';
import { QUANTIZATIONS, quantizationNamed, USUAL_QUANTIZATION, type QuantizationName } from '../../services/workflows/convert/quantizations';
import { newTokenUrl } from '../../ui/error-view';
import { chooseHardware } from './choose-hardware';
import { chooseInputs, type Source } from './choose-inputs';
import type { ConversionPlan } from './conversion-plan';
import type { ConvertWish } from './convert-wish';
import { isHidden } from './is-hidden';
import { defaultRepo, targetRepo } from './target-repo';

/** Finds out what a conversion would do, and whether it could end well. Changes nothing. Throws UserError and HubError. */
export async function planConversion(ctx: Ctx, asked: ConvertWish): Promise<ConversionPlan> {
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'convert.sign_in' });
    }
    const quantization = quantizationFor(asked);
    const who = (await whoAmI(ctx.hub)).value;
    const namespace = await payingNamespace(ctx, who, asked.namespace);
    const source = await sourceOf(ctx, asked);
    const { weights, companions, pickle } = await chooseInputs(ctx, source, asked);
    const inputs = [...weights, ...companions].map(({ path, size }) => ({ path, size }));
    const outputs = outputsOf({ model: source.id, to: asked.to, quantization, weights, companions });
    const [catalogue, repo] = await Promise.all([
        jobHardware(ctx.hub, { fresh: true }),
        targetRepo(ctx, asked, { id: asked.repo ?? defaultRepo(source.id, namespace, asked), outputs }),
    ]);
    const size = { to: asked.to, quantization, inputBytes: sizeOf(inputs), largestBytes: Math.max(...weights.map((file) => file.size)) };
    const { flavor, perHour, estimate: { seconds, limitSeconds } } = chooseHardware(catalogue.value, asked.hardware, size);
    const wish = { ...asked, ...(quantization && { quantization }) };
    const tokenEndsAt = await tokenEnd(ctx, ctx.clock() + limitSeconds * 1000);
    const { id: model, sha, hidden } = source;
    return { wish, model, sha, inputs, outputs, pickle, hidden, repo, namespace, flavor, seconds, limitSeconds, account: who.name, ...(perHour !== undefined && { perHour }), ...(tokenEndsAt !== undefined && { tokenEndsAt }) };
}

async function sourceOf({ hub }: Ctx, { model, revision }: ConvertWish): Promise<Source> {
    const head = await revisionHead(hub, { type: 'model', id: model, ...(revision !== undefined && { revision }) });
    if (!head.sha) {
        throw new UserError({ key: 'pull.no_commit', values: { repo: model } });
    }
    return { type: 'model', id: head.id, sha: head.sha, hidden: isHidden(head) };
}

/** When the caller's token ends, if before `limit`. Both in milliseconds since 1970. */
async function tokenEnd({ stores, user }: Ctx, limit: number): Promise<number | undefined> {
    const found = await stores.accounts.get(user.id);
    const endsAt = found.state === 'ok' ? found.account.expiresAt : undefined;
    return endsAt !== undefined && endsAt < limit ? endsAt : undefined;
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
