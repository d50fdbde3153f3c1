import { describe, expect, it } from 'vitest';
import { SCAN_STATUSES } from '../../../playground/hub/scan-status';
import { as, ask, postJson, useHub } from './harness';

const hub = useHub();
const MODEL = { type: 'model', id: 'acme/embedder' } as const;
const path = 'model.safetensors';
const get = async (rest: string, init: RequestInit = as('alice')): Promise<unknown> => (await ask(`${hub().url}/api/models/acme/embedder${rest}`, init)).json();

describe('a verdict of the scanners', () => {
    it.each(SCAN_STATUSES)('%s is told of the file and of the repo', async (status) => {
        hub().change({ kind: 'scan', repo: MODEL, path, status });
        expect(await get('/paths-info/main', postJson({ paths: [path], expand: true }, as('alice')))).toMatchObject([{ path, securityFileStatus: { status } }]);
        const flagged = ['caution', 'suspicious', 'unsafe'].includes(status) ? [{ path, level: status }] : [];
        expect(await get('/scan')).toEqual({ scansDone: status !== 'queued', filesWithIssues: flagged });
        expect(await get('?securityStatus=true')).toMatchObject({ securityRepoStatus: { scansDone: status !== 'queued', filesWithIssues: flagged } });
    });

    it('is on the content: older commits with the same file have it too, the other files do not', async () => {
        hub().change({ kind: 'scan', repo: MODEL, path, status: 'unsafe' });
        const body = postJson({ paths: [path, 'config.json'], expand: true }, as('alice'));
        expect(await get('/paths-info/v1.0', body)).toMatchObject([{ path, securityFileStatus: { status: 'unsafe' } }, { path: 'config.json', securityFileStatus: { status: 'safe' } }]);
    });

    it('on what is not there is refused', () => {
        expect(() => hub().change({ kind: 'scan', repo: MODEL, path: 'none.bin', status: 'unsafe' })).toThrow('has no file none.bin');
        expect(() => hub().change({ kind: 'scan', repo: { type: 'model', id: 'acme/none' }, path, status: 'unsafe' })).toThrow('There is no model');
    });
});
