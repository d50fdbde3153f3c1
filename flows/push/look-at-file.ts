import type { Ctx } from '../../context/ctx';
import { cardHint } from '../../services/cards';
import type { RepoType } from '../../services/hub';
import type { FileJudgement, Reason, SecretFinding } from '../../services/safety';
import { isPushPath } from '../../services/workflows/transfer/push-path';
import type { Objection } from '../../services/workflows/transfer/push-plan';
import { checkBytes } from '../files/check';
import { cardProblem } from './card-problem';
import { hashesOf } from './hashes-of';
import type { Looked, PushSource } from './push-record';
import { readSource } from './read-source';

/** A message shows no more of one file. */
const MAX_FINDINGS = 20;
const MAX_IMPORTS = 3;

/** Reads a file of the chat and writes down what speaks against pushing it; the content itself is not kept. Throws HubError, and UserError when it is gone. */
export async function lookAtFile(ctx: Pick<Ctx, 'files' | 'hub'>, { file, index, type }: { readonly file: PushSource; readonly index: number; readonly type: RepoType }): Promise<Looked> {
    const { path } = file;
    const bytes = await readSource(ctx, file);
    const { judgement, secrets } = await checkBytes(path, bytes);
    const hint = cardHint(path, bytes);
    const objections = objectionsTo(judgement, secrets);
    // What must not be pushed is not shown to the Hub either.
    const problem = objections.length === 0 ? await cardProblem(ctx, { path, type, bytes }) : undefined;
    return {
        index,
        size: bytes.length,
        ...hashesOf(bytes),
        objections: problem === undefined ? objections : ['card'],
        findings: [...secrets].sort((a, b) => Number(b.weight === 'block') - Number(a.weight === 'block')).slice(0, MAX_FINDINGS).map(({ overridable: _overridable, ...finding }) => finding),
        imports: (judgement.own?.imports ?? []).filter(({ safety }) => safety !== 'allowed').slice(0, MAX_IMPORTS).map(({ module, name }) => `${module}.${name}`),
        ...(hint && { hint }),
        ...(problem !== undefined && { problem }),
    };
}

/** What the reasons of the policy SafeOnly mean for a push: broken files and attacks go for nobody. */
const BY_REASON: Readonly<Record<Reason, Objection>> = {
    'unsafe-format': 'unsafe',
    'unsafe-content': 'unsafe',
    'unknown-import': 'unsafe',
    'unknown-format': 'unknown',
    'mismatch': 'damaged',
    'scan-error': 'damaged',
    'dangerous-import': 'dangerous',
    // Nobody has asked the Hub about a file that it does not have.
    'hub-caution': 'unknown',
    'hub-suspicious': 'unknown',
    'hub-unsafe': 'unknown',
};

function objectionsTo({ path, reasons }: FileJudgement, secrets: readonly SecretFinding[]): Objection[] {
    const blocking = secrets.filter(({ weight }) => weight === 'block');
    return [...new Set([
        ...(isPushPath(path) ? [] : ['name' as const]),
        ...(blocking.some(({ overridable }) => !overridable) ? ['key' as const] : []),
        ...(blocking.some(({ overridable }) => overridable) ? ['secret' as const] : []),
        ...reasons.map((reason) => BY_REASON[reason]),
    ])];
}
