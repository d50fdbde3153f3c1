type Version = readonly [major: number, minor: number];

/**
 * The Apps-Engine that comes with a Rocket.Chat release, from the "Engine versions" of its release notes
 * (github.com/RocketChat/Rocket.Chat/releases). Releases between two rows come with something between their engines.
 */
const ENGINES: ReadonlyArray<{ readonly release: Version; readonly engine: Version }> = [
    { release: [6, 1], engine: [1, 38] },
    { release: [6, 2], engine: [1, 39] },
    { release: [6, 11], engine: [1, 44] },
    { release: [7, 0], engine: [1, 47] },
    { release: [7, 5], engine: [1, 50] },
    { release: [8, 0], engine: [1, 59] },
    { release: [8, 4], engine: [1, 62] },
    { release: [8, 8], engine: [1, 66] },
];

/** Whether a server release can run an app; `unknown` when its engine is not known well enough, then the server decides. */
export type Support = 'yes' | 'no' | 'unknown';

/** `release` as the server names it (`7.10.2`, or `7.10` without login), `range` as in app.json (`^1.46.0`). */
export function engineSupport(release: string, range: string): Support {
    const server = parseVersion(release);
    if (!server) {
        return 'unknown';
    }
    const needed = parseRange(range);
    const next = ENGINES.find((row) => isLess(server, row.release));
    const known = ENGINES.findLast((row) => !isLess(server, row.release));
    if (known && !isLess(known.engine, needed)) {
        return 'yes';
    }
    return next && isLess(next.engine, needed) ? 'no' : 'unknown';
}

/** The first release that surely runs the app, for people: `7.0`. */
export function firstSupportedRelease(range: string): string {
    const needed = parseRange(range);
    const row = ENGINES.find(({ engine }) => !isLess(engine, needed));
    return row ? row.release.join('.') : 'a newer one';
}

function isLess([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean {
    return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function parseVersion(text: string): Version | undefined {
    const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(text) ?? [];
    return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

/** Within one major version, which is all that `^` allows and all that Rocket.Chat has released. */
function parseRange(range: string): Version {
    const version = range.startsWith('^') ? parseVersion(range.slice(1)) : undefined;
    if (!version) {
        throw new Error(`requiredApiVersion ${range} is not of the form ^1.46.0.`);
    }
    return version;
}
