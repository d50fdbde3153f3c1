import { UserError } from '../../context/user-error';
import { isRevision } from '../../services/hub';
import type { WatchFilters } from '../../services/workflows/watching';

type Kind = keyof WatchFilters;

/** Filters as they are typed; one that is not given is undefined. */
export type TypedFilters = { readonly [K in Kind]?: readonly string[] | undefined };

/** Of each kind. */
const MAX_FILTERS = 20;
const MAX_LENGTH = 200;
/** Takes a filter away. */
const NONE = 'none';

/** Checks typed filters, `none` takes those of its kind away. Throws UserError with what is wrong. */
export function readFilters(typed: TypedFilters): Partial<WatchFilters> {
    const kinds = (['branches', 'authors', 'paths'] as const).flatMap((kind) => {
        const values = typed[kind];
        return values === undefined ? [] : [[kind, readKind(kind, values)] as const];
    });
    return Object.fromEntries(kinds);
}

function readKind(kind: Kind, values: readonly string[]): readonly string[] {
    const meant = values.map((value) => normal(kind, value.trim())).filter((value) => value !== '' && value.toLowerCase() !== NONE);
    const bad = meant.find((value) => !isFine(kind, value));
    if (bad !== undefined) {
        throw new UserError({ key: `watch.bad.${kind}`, values: { value: bad } });
    }
    if (meant.length > MAX_FILTERS) {
        throw new UserError({ key: 'watch.bad.too_many', values: { max: MAX_FILTERS } });
    }
    return [...new Set(meant)];
}

function normal(kind: Kind, value: string): string {
    switch (kind) {
        case 'branches':
            return value.replace(/^refs\/heads\//, '');
        case 'authors':
            return value.replace(/^@/, '');
        case 'paths':
            return value.replace(/^(\.?\/)+/, '');
    }
}

function isFine(kind: Kind, value: string): boolean {
    if (value.length > MAX_LENGTH) {
        return false;
    }
    switch (kind) {
        case 'branches':
            return isRevision(value);
        case 'authors':
            return /^[A-Za-z0-9][\w.-]*$/.test(value);
        case 'paths':
            return !/[\p{Cc}\\`]/u.test(value) && !value.split('/').includes('..');
    }
}
