import { ageNote, type Age } from './age-note';
import { button, card } from './blocks';
import type { Reader } from './reader';
import { spaceLink } from './space-order-view';
import { priceWords, sleepWords, type ShownSpace } from './space-status-view';
import { code, plain } from './text';
import type { Select, View } from './view';

export interface SpaceList extends Age {
    /** Whose they are. */
    readonly owners: readonly string[];
    readonly spaces: readonly ShownSpace[];
    /** What the button for the next page carries. */
    readonly next: string | undefined;
}

/** A page of Spaces, a line each: what it does, on what, and what that costs. */
export function spaceListView(list: SpaceList, reader: Reader & { readonly hubUrl: string }): View {
    const { owners, spaces, next } = list;
    const { lang, hubUrl } = reader;
    const names = lang.list(owners.map((owner) => plain(owner)));
    if (spaces.length === 0) {
        return { text: lang.t('space.list.none', { owners: names }) };
    }
    const lines = spaces.map((space) => `- ${spaceLink(space.id, hubUrl)} – ${facts(space, reader).join(' · ')}`);
    return card({
        text: [lang.t('space.list.title', { owners: names }), ...lines].join('\n'),
        actions: [choice(spaces, reader), next === undefined ? undefined : button('space.list', lang.t('search.next'), next)],
        notes: [ageNote(list, reader)],
    });
}

function facts(space: ShownSpace, { lang }: Reader): string[] {
    const { stage, hardware } = space;
    const words = [code(stage), space.private ? lang.t('repo.private') : undefined, hardware && code(hardware.flavor), hardware && priceWords(space, lang), hardware && sleepFact(space, { lang })];
    return words.filter((word) => word !== undefined);
}

function sleepFact(space: ShownSpace, { lang }: Pick<Reader, 'lang'>): string | undefined {
    const time = sleepWords(space, lang);
    return time && lang.t('space.list.sleeps', { time });
}

function choice(spaces: readonly ShownSpace[], { lang }: Reader): Select {
    return { type: 'select', actionId: 'space.refresh', placeholder: lang.t('space.list.choose'), options: spaces.map(({ id }) => ({ value: id, label: id })) };
}
