/** One piece of a pattern between slashes as a regular expression: `*` and `?` stop at a slash (gitignore(5), "PATTERN FORMAT"). */
function pieceSource(piece: string): string {
    return piece.replace(/\[(?:\[:\w+:\]|[^\]])+\]|[\s\S]/g, (token) => {
        if (token.length > 1) {
            return token.replace(/^\[!/, '[^').replaceAll('[:space:]', '\\s');
        }
        return token === '*' ? '[^/]*' : token === '?' ? '[^/]' : token.replace(/[.+^${}()|[\]\\]/, '\\$&');
    });
}

/** Whether a path fits a pattern as git matches it: one without a slash in its middle fits at any depth. `**` is any number of folders. */
export function matcher(pattern: string): (path: string) => boolean {
    const bare = pattern.replace(/^\//, '');
    const anywhere = !pattern.startsWith('/') && !bare.includes('/');
    const source = bare.split('/').map((piece, index, all) => (piece === '**' ? (index === all.length - 1 ? '.*' : '(?:.*/)?') : `${pieceSource(piece)}${index === all.length - 1 ? '' : '/'}`)).join('');
    const regex = new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${source}$`);
    return (path) => regex.test(path);
}
