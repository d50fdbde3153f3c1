import type { EndpointHardware } from '../services/hub';
import type { EnvironmentDraft } from '../services/workflows/environment/changes';
import type { TargetKind } from '../services/workflows/environment/environment';
import { linkButton } from './blocks';
import { newTokenUrl } from './error-view';
import type { Lang } from './language';
import { code, plain, truncate } from './text';
import type { Option, Surface, SurfaceBlock, TextInput } from './view';

/** The form's fields, by action id. */
export const ENVIRONMENT_FIELDS = {
    name: 'env.name', kind: 'env.kind', namespace: 'env.namespace',
    endpoint: 'env.endpoint', hardware: 'env.hardware', minReplica: 'env.min-replicas', maxReplica: 'env.max-replicas',
    space: 'env.space', variable: 'env.variable', ref: 'env.ref',
    approvals: 'env.approvals', roles: 'env.roles', reviewers: 'env.reviewers', selfApproval: 'env.self-approval',
    strict: 'env.strict', gates: 'env.gates', expiryHours: 'env.expiry', after: 'env.after',
} as const;
type Field = keyof typeof ENVIRONMENT_FIELDS;

/** No environment has this name: a select can't be left empty again. */
export const NO_ENVIRONMENT = '-';

const KINDS: readonly TargetKind[] = ['endpoint', 'space', 'branch', 'tag'];

/** The permission that hardware and prices are shown for. Source: https://huggingface.co/docs/hub/security-tokens. */
const ENDPOINTS_PERMISSION = 'inference.endpoints.write';

/** Both steps are one form, and clients update a form by its id. */
const FORM = 'env.set';

/** What is in the first step's fields. */
export interface EnvironmentStart {
    readonly name: string;
    readonly namespace: string;
}

export function environmentStartSurface({ name, namespace }: EnvironmentStart, lang: Lang): Surface {
    const kinds = KINDS.map((kind): Option => ({ value: kind, label: lang.t(`env.kind.${kind}`) }));
    return {
        kind: 'modal',
        id: FORM,
        title: lang.t('env.form.title'),
        blocks: [
            textField(lang, 'name', { initial: name, placeholder: 'staging' }),
            selectField(lang, 'kind', kinds, undefined),
            { ...textField(lang, 'namespace', { initial: namespace, placeholder: 'acme' }), optional: true },
        ],
        submit: lang.t('env.form.next'),
        close: lang.t('common.cancel'),
    };
}

/** Hardware with its price, or why it can't be offered. */
export type HardwareOffers =
    | { readonly state: 'known'; readonly offers: ReadonlyArray<EndpointHardware & { readonly id: string }> }
    /** Hugging Face takes too long. */
    | { readonly state: 'late' }
    /** Not to the token of whoever has the form; `says`: in Hugging Face's own words. */
    | { readonly state: 'closed'; readonly namespace: string; readonly says: string | undefined };

export interface EnvironmentRules {
    readonly draft: EnvironmentDraft;
    readonly kind: TargetKind;
    /** For endpoints only. */
    readonly offers: HardwareOffers | undefined;
    /** The id of the hardware that is chosen already. */
    readonly hardware: string | undefined;
    /** Names of the other environments. */
    readonly others: readonly string[];
    readonly carried: string;
    readonly hubUrl: string;
}

export function environmentRulesSurface(rules: EnvironmentRules, lang: Lang): Surface {
    const { draft, kind, offers, hardware, carried } = rules;
    // Without hardware no endpoint can be made.
    const canSave = kind !== 'endpoint' || hardware !== undefined || offers?.state === 'known';
    const account = draft.target?.kind === 'endpoint' ? [code(draft.target.namespace)] : [];
    const intro = lang.t('env.form.for', { name: `*${plain(draft.name)}*`, target: [lang.t(`env.kind.${kind}`), ...account].join(' · ') });
    const blocks = [...targetBlocks(rules, lang), ...(canSave ? [{ type: 'divider' } as const, ...ruleBlocks(rules, lang)] : [])];
    return {
        kind: 'modal',
        id: FORM,
        title: lang.t('env.form.title'),
        blocks: [{ type: 'section', text: intro }, ...blocks],
        ...(canSave && { submit: lang.t('common.save'), carried }),
        close: lang.t('common.cancel'),
    };
}

function targetBlocks(rules: EnvironmentRules, lang: Lang): SurfaceBlock[] {
    const { target } = rules.draft;
    switch (target?.kind) {
        case 'endpoint':
            return [
                textField(lang, 'endpoint', { initial: target.endpoint }),
                ...hardwareBlocks(rules, lang),
                textField(lang, 'minReplica', { initial: String(target.minReplica) }),
                textField(lang, 'maxReplica', { initial: String(target.maxReplica) }),
            ];
        case 'space':
            return [textField(lang, 'space', { initial: target.space, placeholder: 'acme/demo' }), textField(lang, 'variable', { initial: target.variable })];
        case 'branch':
        case 'tag':
            return [textField(lang, 'ref', { initial: target.ref })];
        case undefined:
            return [];
    }
}

function hardwareBlocks({ offers, hardware, hubUrl }: EnvironmentRules, lang: Lang): SurfaceBlock[] {
    const kept = hardware === undefined ? '' : ` ${lang.t('env.form.hardware_kept', { hardware: code(hardware) })}`;
    switch (offers?.state) {
        case 'known':
            return [selectField(lang, 'hardware', offers.offers.map((offer) => ({ value: offer.id, label: offerLabel(offer, lang) })), offers.offers.some(({ id }) => id === hardware) ? hardware : undefined)];
        case 'closed': {
            const says = offers.says === undefined ? '' : `\n${lang.t('hub.says', { words: plain(truncate(offers.says, 300)) })}`;
            const text = lang.t('env.form.hardware_closed', { namespace: code(offers.namespace), scope: code(ENDPOINTS_PERMISSION) });
            return [
                { type: 'section', text: `${text}${kept}${says}` },
                { type: 'actions', elements: [linkButton('env.scope', lang.t('hub.action.new_token'), newTokenUrl(hubUrl, ENDPOINTS_PERMISSION))] },
            ];
        }
        default:
            return [{ type: 'section', text: `${lang.t('env.form.hardware_late')}${kept}` }];
    }
}

/** `nvidia-l4 x1 · 24 GB · aws us-east-1 · $0.80 per hour` */
function offerLabel({ instanceType, instanceSize, memoryGb, vendor, region, pricePerHour }: EndpointHardware, lang: Lang): string {
    const memory = memoryGb === undefined ? [] : [lang.number(memoryGb, { style: 'unit', unit: 'gigabyte' })];
    return [`${instanceType} ${instanceSize}`, ...memory, `${vendor} ${region}`, lang.t('env.per_hour', { price: lang.money(pricePerHour) })].join(' · ');
}

function ruleBlocks({ draft, others }: EnvironmentRules, lang: Lang): SurfaceBlock[] {
    const choice = (value: string, label: string): Option => ({ value, label });
    return [
        selectField(lang, 'strict', [choice('no', lang.t('env.standard')), choice('yes', lang.t('env.strict'))], draft.strict ? 'yes' : 'no'),
        textField(lang, 'approvals', { initial: String(draft.approvals) }),
        { ...textField(lang, 'roles', { initial: draft.roles.join(', '), placeholder: 'ml-lead, security-reviewer' }), optional: true },
        { ...textField(lang, 'reviewers', { initial: draft.reviewers.join(', '), placeholder: 'bo, carol' }), optional: true },
        selectField(lang, 'selfApproval', [choice('no', lang.t('env.no')), choice('yes', lang.t('env.yes'))], draft.selfApproval ? 'yes' : 'no'),
        { ...textField(lang, 'gates', { initial: draft.gates.join(', '), placeholder: 'security, card' }), optional: true },
        textField(lang, 'expiryHours', { initial: String(draft.expiryHours) }),
        ...(others.length > 0 ? [selectField(lang, 'after', [choice(NO_ENVIRONMENT, lang.t('env.after_none')), ...others.map((name) => choice(name, name))], draft.after ?? NO_ENVIRONMENT)] : []),
    ];
}

type Input = Extract<SurfaceBlock, { readonly type: 'input' }>;
/** Fields that are not clear by their label alone. */
const HINTS = ['name', 'namespace', 'endpoint', 'minReplica', 'space', 'variable', 'ref', 'roles', 'reviewers', 'strict', 'gates', 'after'] as const;

function hintOf(lang: Lang, field: Field): Pick<Input, 'hint'> {
    const hinted = HINTS.find((other) => other === field);
    return hinted ? { hint: lang.t(`env.hint.${hinted}`) } : {};
}

function textField(lang: Lang, field: Field, { initial, placeholder }: Pick<TextInput, 'initial' | 'placeholder'>): Input {
    return { type: 'input', label: lang.t(`env.field.${field}`), element: { type: 'text-input', actionId: ENVIRONMENT_FIELDS[field], ...(placeholder && { placeholder }), ...(initial !== undefined && { initial }) }, ...hintOf(lang, field) };
}

function selectField(lang: Lang, field: Field, options: readonly Option[], initial: string | undefined): Input {
    const label = lang.t(`env.field.${field}`);
    return { type: 'input', label, element: { type: 'select', actionId: ENVIRONMENT_FIELDS[field], placeholder: label, options, ...(initial !== undefined && { initial }) }, ...hintOf(lang, field) };
}
