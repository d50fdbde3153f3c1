import type { NewsItem } from '../report';

interface Told<T> {
    readonly items: readonly NewsItem[];
    /** What an item stands for. Throws for one of another report. */
    of(item: NewsItem): T;
    /** What those items stand for that this report has, in their order. */
    among(items: readonly NewsItem[]): T[];
}

/** The items of a report, and what each of them stands for. */
export function toldOf<T extends { readonly item: NewsItem }>(told: readonly T[]): Told<T> {
    const byId = new Map(told.map((one) => [one.item.id, one]));
    return {
        items: told.map(({ item }) => item),
        of(item) {
            const found = byId.get(item.id);
            if (!found) {
                throw new RangeError('An item is drawn by the report that holds it.');
            }
            return found;
        },
        among: (items) => items.flatMap((item) => byId.get(item.id) ?? []),
    };
}
