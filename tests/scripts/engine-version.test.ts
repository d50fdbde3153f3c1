import { describe, expect, it } from 'vitest';
import { engineSupport, firstSupportedRelease } from '../../scripts/deploy/engine-version';
import { readManifest } from '../../scripts/manifest';

describe('whether a server can run the app', () => {
    it.each([
        ['7.0.0', 'yes'],
        ['7.10', 'yes'],
        ['8.9.0-rc.1', 'yes'],
        ['9.1', 'yes'],
        // Somewhere between 6.11 (engine 1.44) and 7.0 (engine 1.47).
        ['6.13.2', 'unknown'],
        ['6.11.1', 'unknown'],
        ['6.10.0', 'no'],
        ['6.1.8', 'no'],
        ['5.4.0', 'no'],
        ['develop', 'unknown'],
    ])('%s, for an app that needs ^1.46.0: %s', (release, expected) => {
        expect(engineSupport(release, '^1.46.0')).toBe(expected);
    });

    it('names the first release that surely does', () => {
        expect(firstSupportedRelease('^1.46.0')).toBe('7.0');
        expect(firstSupportedRelease('^1.60.0')).toBe('8.4');
        expect(firstSupportedRelease('^1.99.0')).toBe('a newer one');
    });

    it('understands the range of app.json, and refuses one it does not', async () => {
        const { requiredApiVersion } = await readManifest();

        expect(engineSupport('8.4.0', requiredApiVersion)).toBe('yes');
        expect(() => engineSupport('8.4.0', '>=1.46')).toThrow('not of the form');
    });
});
