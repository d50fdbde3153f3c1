import { costWords, formatWords, modelLink, priceWords, timeWords, type ConvertReader, type ShownConversion } from './convert-words';
import type { Lang } from './language';
import { code, plain, truncateMiddle } from './text';
import type { Surface, SurfaceBlock } from './view';

/** The fields of the form, by action id. */
export const CONVERT_FIELDS = { add: 'convert.add', public: 'convert.public', unsafe: 'convert.unsafe' } as const;

export interface ConvertReview extends ShownConversion {
    readonly inputs: readonly { readonly path: string; readonly size: number }[];
    readonly outputs: readonly string[];
    readonly pickle: boolean;
    readonly hidden: boolean;
    readonly repo: { readonly id: string; readonly exists: boolean; readonly private: boolean; readonly files: number; readonly replaced: number };
    readonly account: string;
    /** When the token ends, if before the limit. Milliseconds since 1970. */
    readonly tokenEndsAt?: number | undefined;
    /** What the repository gets is seen by everybody, and was not before. */
    readonly asksPublic: boolean;
    /** The container's, with its digest. */
    readonly image: string;
    /** Bytes a second, by which the time was estimated; `setup` in seconds. */
    readonly speeds: { readonly setup: number; readonly download: number; readonly convert: number; readonly upload: number };
    /** The room may be read by everybody. */
    readonly public: boolean;
    /** Comes back with the form. */
    readonly carried: string;
}

const MAX_NAMED = 6;
const NAME_LENGTH = 60;

/** Everything that will happen and what it costs. Nothing starts before this form comes back. */
export function convertForm(review: ConvertReview, { lang, hubUrl, now }: ConvertReader & { readonly now: number }): Surface {
    const blocks: SurfaceBlock[] = [
        section([lang.t('convert.form.what', { model: modelLink(review, hubUrl), format: formatWords(review) }), ...inputLines(review, lang), targetLine(review, lang)]),
        section([lang.t('convert.form.image', { image: code(shortImage(review.image)) }), lang.t('convert.form.script'), lang.t(`convert.form.script.${review.to}`), lang.t('convert.form.script.end')]),
        section(costLines(review, lang)),
        section(tokenLines(review, lang, now)),
        ...questions(review, lang),
    ];
    return { kind: 'modal', id: 'convert.review', carried: review.carried, title: lang.t('convert.form.title'), blocks, submit: lang.t('convert.form.submit'), close: lang.t('common.cancel') };
}

/** With the beginning of the digest. */
const shortImage = (image: string): string => image.replace(/(@sha256:.{12}).*/, '$1…');

const section = (lines: readonly string[]): SurfaceBlock => ({ type: 'section', text: lines.join('\n') });

function inputLines({ inputs }: ConvertReview, lang: Lang): string[] {
    const largest = inputs.toSorted((a, b) => b.size - a.size);
    const rest = largest.slice(MAX_NAMED);
    return [
        lang.t('convert.form.inputs', { n: inputs.length, size: lang.bytes(sizeOf(inputs)) }),
        ...largest.slice(0, MAX_NAMED).map(({ path, size }) => `- ${code(truncateMiddle(path, NAME_LENGTH))} · ${lang.bytes(size)}`),
        ...(rest.length > 0 ? [lang.t('convert.form.more', { n: rest.length, size: lang.bytes(sizeOf(rest)) })] : []),
    ];
}

const sizeOf = (files: ConvertReview['inputs']): number => files.reduce((sum, { size }) => sum + size, 0);

function targetLine({ repo, outputs }: ConvertReview, lang: Lang): string {
    const [first = ''] = outputs;
    const made = lang.t('convert.form.makes', { first: code(truncateMiddle(first, NAME_LENGTH)), more: outputs.length - 1 });
    const visibility = repo.private ? 'private' : 'public';
    return `${made} ${lang.t(repo.exists ? 'convert.form.into' : 'convert.form.into_new', { repo: `*${plain(repo.id)}*`, visibility })}`;
}

function costLines(review: ConvertReview, lang: Lang): string[] {
    const { inputs, flavor, perHour, seconds, limitSeconds, namespace, speeds, cost, mostCost } = review;
    const rough = { size: lang.bytes(sizeOf(inputs)), setup: timeWords(speeds.setup, lang), download: lang.bytes(speeds.download), convert: lang.bytes(speeds.convert), upload: lang.bytes(speeds.upload) };
    return [
        lang.t('convert.form.hardware', { flavor: code(flavor), price: priceWords(perHour, lang), namespace: code(namespace) }),
        lang.t('convert.form.estimate', { time: timeWords(seconds, lang), cost: costWords(cost, lang) }),
        lang.t('convert.form.reason', rough),
        lang.t('convert.form.limit', { time: timeWords(limitSeconds, lang), cost: costWords(mostCost, lang) }),
    ];
}

function tokenLines({ account, tokenEndsAt, hidden, public: isPublic, pickle }: ConvertReview, lang: Lang, now: number): string[] {
    return [
        lang.t('convert.form.token', { account: code(account) }),
        ...(tokenEndsAt === undefined ? [] : [lang.t('convert.form.token_ends', { when: lang.relative(tokenEndsAt, now) })]),
        ...(hidden && isPublic ? [lang.t('convert.form.public_room')] : []),
        ...(pickle ? [lang.t('convert.form.pickle')] : []),
    ];
}

function questions({ repo, pickle, model, asksPublic }: ConvertReview, lang: Lang): SurfaceBlock[] {
    return [
        ...(repo.files > 0 ? [addQuestion(repo, lang)] : []),
        ...(asksPublic ? [nameField(CONVERT_FIELDS.public, { name: repo.id, hint: lang.t('convert.form.name.public') }, lang)] : []),
        ...(pickle ? [nameField(CONVERT_FIELDS.unsafe, { name: model, hint: lang.t('convert.form.name.unsafe') }, lang)] : []),
    ];
}

function addQuestion({ files, replaced }: ConvertReview['repo'], lang: Lang): SurfaceBlock {
    const options = [{ value: 'leave', label: lang.t('convert.form.add.leave') }, { value: 'add', label: lang.t('convert.form.add.add') }];
    return { type: 'input', label: lang.t('convert.form.add', { n: files, replaced }), element: { type: 'select', actionId: CONVERT_FIELDS.add, placeholder: lang.t('convert.form.add.leave'), options, initial: 'leave' } };
}

const nameField = (actionId: string, { name, hint }: { readonly name: string; readonly hint: string }, lang: Lang): SurfaceBlock => ({ type: 'input', label: lang.t('convert.form.name', { name }), element: { type: 'text-input', actionId }, hint });
