/**
 * Two stars stand for anything, with a slash behind them for any folders or none; one star for anything within a folder. `within` is
 * where `folders` waits for its slash.
 */
type Token = { readonly kind: 'sign'; readonly sign: string } | { readonly kind: 'name' | 'anything' | 'folders' | 'within' };

/** Whether the whole text fits the pattern. Takes time in proportion to the product of their lengths, whatever they hold. */
export function matchesGlob(pattern: string, text: string): boolean {
    const tokens = tokensOf(pattern);
    let places = reach(tokens, [0]);
    for (const sign of text) {
        places = reach(tokens, [...places].flatMap((place) => stepsFrom(tokens, place, sign)));
    }
    return places.has(tokens.length);
}

function tokensOf(pattern: string): Token[] {
    return (pattern.match(/\*\*\/|\*{2,}|[^]/gu) ?? []).flatMap((part): Token[] => {
        if (part === '**/') {
            return [{ kind: 'folders' }, { kind: 'within' }];
        }
        return [part === '*' ? { kind: 'name' } : part.startsWith('**') ? { kind: 'anything' } : { kind: 'sign', sign: part }];
    });
}

/** These places and those behind them that need no sign. */
function reach(tokens: readonly Token[], places: readonly number[]): Set<number> {
    const reached = new Set(places);
    // A set goes on with what is added while it is walked.
    for (const place of reached) {
        const kind = tokens[place]?.kind;
        if (kind === 'name' || kind === 'anything') {
            reached.add(place + 1);
        } else if (kind === 'folders') {
            reached.add(place + 2);
        }
    }
    return reached;
}

/** Where the sign leads to from a place. */
function stepsFrom(tokens: readonly Token[], place: number, sign: string): number[] {
    const token = tokens[place];
    switch (token?.kind) {
        case 'sign':
            return token.sign === sign ? [place + 1] : [];
        case 'name':
            return sign === '/' ? [] : [place];
        case 'anything':
            return [place];
        case 'folders':
            return sign === '/' ? [place + 1, place + 2] : [place + 1];
        case 'within':
            return sign === '/' ? [place, place + 1] : [place];
        default:
            return [];
    }
}
