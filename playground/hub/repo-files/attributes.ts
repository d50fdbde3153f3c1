import { matcher } from './patterns';

/** Whether `.gitattributes` has a path kept in LFS: of the lines that fit, the last that speaks of the filter counts (gitattributes(5)). */
export function lfsTracking(attributes: string): (path: string) => boolean {
    const rules = attributes.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).flatMap((line) => {
        const [pattern = '', ...words] = line.split(/\s+/);
        const filter = words.findLast((word) => /^[-!]?filter\b/.test(word));
        return filter === undefined ? [] : [{ fits: matcher(pattern), lfs: filter === 'filter=lfs' }];
    });
    return (path) => rules.findLast(({ fits }) => fits(path))?.lfs ?? false;
}

/** The line that has one file kept in LFS, as the Hub adds it. */
export const trackingLine = (path: string): string => `${path.replace(/[*?[\\]/g, '[$&]').replaceAll(' ', '[[:space:]]')} filter=lfs diff=lfs merge=lfs -text`;
