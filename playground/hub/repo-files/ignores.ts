import { matcher } from './patterns';

/** A path and every folder above it. */
const withFolders = (path: string): { at: string; isFolder: boolean }[] =>
    path.split('/').map((_, index, all) => ({ at: all.slice(0, index + 1).join('/'), isFolder: index < all.length - 1 }));

/** Whether `.gitignore` leaves a file out: by its own name or that of a folder above it; of the lines that fit, the last counts (gitignore(5)). */
export function ignoring(text: string): (path: string) => boolean {
    const rules = text.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
        const pattern = line.replace(/^!/, '');
        return { fits: matcher(pattern.replace(/\/$/, '')), ignored: !line.startsWith('!'), folders: pattern.endsWith('/') };
    });
    const judged = ({ at, isFolder }: { at: string; isFolder: boolean }): boolean => rules.findLast(({ fits, folders }) => (isFolder || !folders) && fits(at))?.ignored ?? false;
    return (path) => withFolders(path).some(judged);
}
