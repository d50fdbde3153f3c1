import type { CardReport, CardSection } from '../services/discovery';
import type { CardCheck, CardScore } from '../services/cards';
import { ageNote } from './age-note';
import { button, card } from './blocks';
import type { MessageKey } from './catalogue';
import type { Lang } from './language';
import type { Reader } from './reader';
import { repoLink } from './repo-line';
import { repoValue } from './repo-list-view';
import { link, plain, splitText, truncate } from './text';
import type { Attachment, Field, View } from './view';

/** More sections and fields than a message can hold in a readable way. */
const SHOWN_SECTIONS = 20;
const SHOWN_FIELDS = 25;
const VALUE_LIMIT = 200;
const TITLE_LIMIT = 120;

/** A repository's card: what is in it, how complete it is, and its sections to be opened one by one. */
export function cardView(report: CardReport, reader: Reader): View {
    const { lang } = reader;
    const { repo, url, exists } = report;
    const title = `*${lang.t('card.title', { repo: repoLink({ id: repo.id, url }) })}*`;
    const info = button('repo.info', lang.t('card.info'), repoValue(repo));
    if (!exists) {
        return card({ text: `${title}\n${lang.t('card.none')}`, actions: [info] });
    }
    return card({
        text: [title, ...summaryLines(report, lang)].join('\n'),
        actions: [info],
        notes: [ageNote(report, reader)],
        attachments: [...metadataAttachment(report, lang), ...checksAttachment(report.score, lang), ...sectionAttachments(report, lang)],
    });
}

function summaryLines({ score, metadata, metadataError, sections }: CardReport, lang: Lang): string[] {
    return [
        score && lang.t('card.score', { score: score.score }),
        metadataError === undefined ? undefined : lang.t('card.bad_metadata', { problem: plain(metadataError) }),
        metadataError === undefined && Object.keys(metadata).length === 0 ? lang.t('card.no_metadata') : undefined,
        sections.length === 0 ? lang.t('card.no_text') : undefined,
    ].filter((text) => text !== undefined);
}

function metadataAttachment({ metadata }: CardReport, lang: Lang): Attachment[] {
    const fields = Object.entries(metadata).flatMap(([name, value]) => field(name, value)).slice(0, SHOWN_FIELDS);
    return fields.length > 0 ? [{ title: lang.t('card.metadata'), fields, collapsed: true }] : [];
}

/** Rocket.Chat refuses messages with an empty field. */
function field(name: string, value: unknown): Field[] {
    const text = plain(truncate(shown(value), VALUE_LIMIT)).trim();
    return name.trim() === '' || text === '' ? [] : [{ title: name, value: text, short: text.length <= 40 }];
}

function shown(value: unknown): string {
    if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
        return value.map(String).join(', ');
    }
    return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

/** What a check is about, by its id in services/cards. */
const CHECKS: Readonly<Record<string, MessageKey>> = {
    'metadata.license': 'card.check.license',
    'metadata.pipeline_tag': 'card.check.pipeline_tag',
    'metadata.library_name': 'card.check.library_name',
    'metadata.language': 'card.check.language',
    'metadata.datasets': 'card.check.datasets',
    'metadata.base_model': 'card.check.base_model',
    'metadata.tags': 'card.check.tags',
    'section.description': 'card.check.description',
    'section.intended-use': 'card.check.intended_use',
    'section.limitations': 'card.check.limitations',
    'section.bias': 'card.check.bias',
    'section.training-data': 'card.check.training_data',
    'section.evaluation': 'card.check.evaluation',
    'section.how-to-use': 'card.check.how_to_use',
    'section.environment': 'card.check.environment',
    'section.contact': 'card.check.contact',
};

/** Why the card has no full score, the heaviest reasons first. */
function checksAttachment(score: CardScore | undefined, lang: Lang): Attachment[] {
    const unmet = (score?.checks ?? []).filter(({ met }) => !met).sort((a, b) => b.weight - a.weight);
    return unmet.length > 0 ? [{ title: lang.t('card.gaps', { n: unmet.length }), text: unmet.map((check) => checkLine(check, lang)).join('\n'), collapsed: true }] : [];
}

function checkLine({ id, weight, reason }: CardCheck, lang: Lang): string {
    const key = CHECKS[id];
    const name = key === undefined ? id : lang.t(key);
    return `- ${lang.t(reason === 'empty' ? 'card.gap.empty' : 'card.gap.missing', { name, points: weight })}`;
}

function sectionAttachments({ sections, url }: CardReport, lang: Lang): Attachment[] {
    const shownSections = sections.slice(0, SHOWN_SECTIONS).map((section) => sectionAttachment(section, url, lang));
    const rest = sections.length - shownSections.length;
    return rest > 0 ? [...shownSections, { title: lang.t('info.more', { n: rest }), link: url }] : shownSections;
}

/** Longer sections end with a link to the page: clients stop formatting beyond the length of a message. */
function sectionAttachment({ title, text }: CardSection, url: string, lang: Lang): Attachment {
    const [first = '', ...rest] = splitText(text);
    const heading = truncate(title.trim(), TITLE_LIMIT) || lang.t('card.introduction');
    const body = rest.length > 0 ? `${first}\n${link(lang.t('card.cut'), url)}` : first;
    return { title: heading, ...(body !== '' && { text: body, collapsed: true }) };
}
