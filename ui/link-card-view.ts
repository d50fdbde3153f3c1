import type { LinkPreview } from '../services/discovery';
import { button, card } from './blocks';
import type { Lang } from './language';
import { paperLine } from './paper-list-view';
import type { Reader } from './reader';
import { repoFacts, repoLink } from './repo-line';
import { link, plain, truncate } from './text';
import type { View } from './view';

const TITLE_LIMIT = 120;

/** The card under a message that links to the Hub. Everybody in the room sees it. */
export function linkCardView(preview: LinkPreview, hubUrl: string, reader: Reader): View {
    return card({ text: cardLine(preview, hubUrl, reader), actions: [button('link-cards.off', reader.lang.t('links.off'))] });
}

function cardLine(preview: LinkPreview, hubUrl: string, reader: Reader): string {
    const { lang } = reader;
    switch (preview.kind) {
        case 'repo': {
            const { repo } = preview;
            return `*${repoLink(repo)}* – ${[lang.t(`links.${repo.type}`), ...repoFacts(repo, reader)].join(' · ')}`;
        }
        case 'paper':
            return `${paperLine(preview.paper, hubUrl, reader)} · ${lang.t('links.paper')}`;
        case 'collection': {
            const { collection, url } = preview;
            const facts = [lang.t('links.collection'), collection.owner && plain(collection.owner.name), lang.t('links.items', { n: collection.items?.length ?? 0 })];
            return `*${link(truncate(collection.title, TITLE_LIMIT), url)}* – ${facts.filter(Boolean).join(' · ')}`;
        }
    }
}

/** Told to the room, with the way back. */
export function linkCardsSwitchedView(on: boolean, lang: Lang): View {
    return on ? { text: lang.t('links.now_on') } : card({ text: lang.t('links.now_off'), actions: [button('link-cards.on', lang.t('links.on'))] });
}
