import type { RepoFilters } from '../services/discovery';

/** The filters as they are typed: `--task fill-mask`. */
export function filterWords({ size, sizeCategory, gated, inference, ...filters }: RepoFilters): string[] {
    const { search: _search, limit: _limit, ...named } = filters;
    const words = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]));
    return [
        ...words,
        ...(sizeCategory === undefined ? [] : [`--size ${sizeCategory}`]),
        ...(size === undefined ? [] : [`--size ${sizeWord(size)}`]),
        ...(gated === undefined ? [] : [gated ? '--gated' : '--gated=false']),
        ...(inference ? ['--inference'] : []),
    ];
}

function sizeWord({ min, max }: NonNullable<RepoFilters['size']>): string {
    if (min !== undefined && max !== undefined) {
        return `${min}-${max}`;
    }
    return min === undefined ? `<${max ?? ''}` : `>${min}`;
}
