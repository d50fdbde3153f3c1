import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { listTree } from '../../services/hub';
import type { FileJudgement } from '../../services/safety';
import { inputsOf, type InputFile, type Inputs } from '../../services/workflows/convert/inputs';
import { mayTakeUnsafe } from '../files/rights';
import { judgeFiles } from '../pull/look-at-files';
import { riskOf } from '../pull/plan-pull';
import type { ConvertWish } from './convert-wish';

/** A model at the commit that its revision means. */
export interface Source {
    readonly type: 'model';
    readonly id: string;
    readonly sha: string;
    /** Not everybody may see it on Hugging Face. */
    readonly hidden: boolean;
}

type Chosen = Extract<Inputs<InputFile>, { readonly kind: 'inputs' }>;

/** Names that an answer lists. */
const MAX_NAMED = 5;

/** The files that are needed, judged as those of a pull. Throws UserError when some are not to be had, or not to be trusted. */
export async function chooseInputs(ctx: Ctx, source: Source, { to, unsafe }: ConvertWish): Promise<Chosen> {
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
