import { card } from './blocks';
import type { Lang } from './language';
import { code, fenced, truncate } from './text';
import type { Attachment, View } from './view';

/** Attachments have no limit of their own, but a longer one is hard on the client that unfolds it. */
const SHOWN_LIMIT = 30_000;

/** Two fences and the line ends beside them. */
const FENCES = fenced('').length;

/** A compliance document to be unfolded, as its source: Rocket.Chat draws no tables. */
export function complianceAttachment(document: string, lang: Lang): Attachment {
    return { title: lang.t('deploy.report.title'), text: sourceOf(document, lang), collapsed: true };
}

function sourceOf(document: string, lang: Lang): string {
    if (document.length + FENCES <= SHOWN_LIMIT) {
        return fenced(document);
    }
    const note = `\n${lang.t('deploy.report.cut')}`;
    return `${fenced(truncate(document, SHOWN_LIMIT - FENCES - note.length))}${note}`;
}

export interface ComplianceAnswer {
    readonly title: string;
    readonly document: string;
    /** Where programs get it that log in to Rocket.Chat; a browser can not. */
    readonly address: string | undefined;
}

/** The document for the one who asked for it. */
export function complianceView({ title, document, address }: ComplianceAnswer, lang: Lang): View {
    const notes = address === undefined ? [] : [lang.t('deploy.report.address', { address: code(address) })];
    return card({ text: title, notes, attachments: [complianceAttachment(document, lang)] });
}
