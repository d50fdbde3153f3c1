import { beforeEach, describe, expect, it } from 'vitest';
import { deployOverview } from '../../../flows/deployment/overview';
import { language } from '../../../ui/language';
import { deployOverviewView } from '../../../ui/deploy-view';
import { MODEL, useDeployments } from './deployment-world';

const world = useDeployments();
const OTHER = 'acme/bert-prod';

const setVariable = (value: string): void => {
    world().hub.state.record({ kind: 'space-variable-saved', space: 'acme/demo', key: 'MODEL_REVISION', value });
    world().time.advance(60_000);
};

beforeEach(() => world().environment({ name: 'demo', target: { kind: 'space', space: 'acme/demo', variable: 'MODEL_REVISION' } }));

describe('what a Space serves', () => {
    it('is of the model that went live there, whatever is asked for', async () => {
        const sha = world().head(OTHER);
        await world().wentLive('demo', { repo: OTHER, sha });
        setVariable(sha);
        const { deployment } = await world().request('demo');
        expect(deployment).toMatchObject({ repo: MODEL, live: { repo: OTHER, sha }, evidence: { since: { repo: OTHER, sha } } });
    });

    it('is of the model asked for when that has the commit', async () => {
        const sha = world().head();
        setVariable(sha);
        world().commit({ 'notes.txt': 'again' });
        expect((await world().request('demo')).deployment).toMatchObject({ live: { repo: MODEL, sha }, evidence: { since: { repo: MODEL, sha } } });
    });

    it('is a commit of an unknown model otherwise, which nothing is compared with', async () => {
        const sha = world().head(OTHER);
        setVariable(sha);
        const request = await world().request('demo');
        expect(request.deployment.live).toEqual({ sha });
        expect(request.deployment.evidence.since).toBeUndefined();
        expect(request.deployment.evidence.missing).not.toContain('commits');
        expect(await world().obstacles(request)).toEqual([]);
        const overview = await deployOverview(world().ctx());
        const { text } = deployOverviewView(overview, { lang: language('en'), now: 0, hubUrl: world().hub.url });
        expect(text).toContain(`Live: \`${sha.slice(0, 7)}\`, a commit of an unknown model`);
    });

    it('is known to have changed when the variable was set to another commit of an unknown model', async () => {
        setVariable(world().head(OTHER));
        const request = await world().request('demo');
        const sha = world().commit({ 'notes.txt': 'again' }, OTHER);
        setVariable(sha);
        expect(await world().obstacles(request)).toEqual([`something else (${sha.slice(0, 7)}) has gone live since`]);
    });
});
