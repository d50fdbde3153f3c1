import { withoutInvisible } from './readable-name';

/** Git and the Hub take longer ones; no file that people put into a chat needs them. UTF-16 units. */
const MAX_PATH = 500;
const MAX_SEGMENT = 200;

/** Whether a repository may get a file of this path: nothing climbs out, hides, or is git's own. */
export function isPushPath(path: string): boolean {
    return path.length <= MAX_PATH && withoutInvisible(path) === path && !path.includes('\\') && path.split('/').every(isSegment);
}

/** macOS and Windows read `.GIT`, `.git ` and `.git.` as `.git`, which is where hooks lie. */
function isSegment(segment: string): boolean {
    const read = segment.replace(/(?<![. ])[. ]+$/, '').toLowerCase();
    return segment.length <= MAX_SEGMENT && read !== '' && read === segment.replace(/^ +/, '').toLowerCase() && read !== '.git' && !/^git~\d+$/.test(read);
}

/** The path of a file in a folder of the repository; no folder is its root. */
export const pushPath = (folder: string | undefined, name: string): string => (folder === undefined || folder === '' ? name : `${folder}/${name}`);

/** A folder as people type it, without slashes around it. */
export const pushFolder = (typed: string): string => typed.trim().replace(/^\/+|(?<!\/)\/+$/g, '');
