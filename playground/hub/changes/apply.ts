import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { commit } from './commits';
import { changeStatus, changeTitle, comment, hideComment, openDiscussion, openPullRequest } from './discussions';
import { endpointControlled, endpointCreated, endpointDeleted, endpointState, endpointUpdated } from './endpoints';
import type { HubEntry } from './entry';
import { jobDelivered } from './job-files';
import { credits, jobCanceled, jobStarted } from './jobs';
import { commitPushed } from './pushes';
import { refDeleted, refSaved } from './refs';
import { repoCreated, repoDeleted } from './repos';
import { scan } from './scans';
import { repoConfig, spaceCpu, spaceDevMode, spaceHardware, spaceLog, spacePaused, spaceRestarted, spaceSleepTime, spaceStage } from './settings';
import { spaceSecretSaved, spaceSettingDeleted, spaceVariableSaved } from './space-settings';
import { refreshUsed, tokenIssued, tokenRevoked } from './tokens';

/**
 * Does what an entry says and answers what webhooks are told of it. The same entries in the same order make the same state.
 * Throws ChangeRefused, with nothing changed, when the deed does not fit the state.
 */
export function apply(state: HubState, { deed, ...moment }: HubEntry): HubEvent[] {
    switch (deed.kind) {
        case 'opened':
            return [];
        case 'commit':
            return commit(state, deed, moment);
        case 'commit-pushed':
            return commitPushed(state, deed, moment);
        case 'open-pull-request':
            return openPullRequest(state, deed, moment);
        case 'open-discussion':
            return openDiscussion(state, deed, moment);
        case 'comment':
            return comment(state, deed, moment);
        case 'pull-request-status':
        case 'discussion-status':
            return changeStatus(state, deed, moment);
        case 'discussion-title':
            return changeTitle(state, deed, moment);
        case 'comment-hidden':
            return hideComment(state, deed);
        case 'repo-config':
            return repoConfig(state, deed);
        case 'repo-created':
            return repoCreated(state, deed, moment);
        case 'repo-deleted':
            return repoDeleted(state, deed);
        case 'ref-saved':
            return refSaved(state, deed);
        case 'ref-deleted':
            return refDeleted(state, deed);
        case 'scan':
            return scan(state, deed);
        case 'credits':
            return credits(state, deed, moment);
        case 'job-started':
            return jobStarted(state, deed);
        case 'job-canceled':
            return jobCanceled(state, deed, moment);
        case 'job-delivered':
            return jobDelivered(state, deed, moment);
        case 'token-issued':
            return tokenIssued(state, deed);
        case 'token-revoked':
            return tokenRevoked(state, deed);
        case 'refresh-used':
            return refreshUsed(state, deed);
        case 'trouble':
            state.trouble = deed.trouble;
            return [];
        case 'webhook-saved':
            state.webhooks.set(deed.webhook.id, deed.webhook);
            return [];
        case 'webhook-deleted':
            state.webhooks.delete(deed.id);
            return [];
        default:
            return 'space' in deed ? applyToSpace(state, { deed, ...moment }) : applyToEndpoint(state, { deed, ...moment });
    }
}

type SpaceEntry = Omit<HubEntry, 'deed'> & { deed: Extract<HubEntry['deed'], { space: string }> };

function applyToSpace(state: HubState, { deed, ...moment }: SpaceEntry): HubEvent[] {
    switch (deed.kind) {
        case 'space-stage':
            return spaceStage(state, deed, moment);
        case 'space-cpu':
            return spaceCpu(state, deed);
        case 'space-log':
            return spaceLog(state, deed, moment);
        case 'space-restarted':
            return spaceRestarted(state, deed, moment);
        case 'space-paused':
            return spacePaused(state, deed, moment);
        case 'space-hardware':
            return spaceHardware(state, deed, moment);
        case 'space-sleep-time':
            return spaceSleepTime(state, deed);
        case 'space-dev-mode':
            return spaceDevMode(state, deed, moment);
        case 'space-variable-saved':
            return spaceVariableSaved(state, deed, moment);
        case 'space-secret-saved':
            return spaceSecretSaved(state, deed, moment);
        case 'space-setting-deleted':
            return spaceSettingDeleted(state, deed, moment);
    }
}

type EndpointEntry = Omit<HubEntry, 'deed'> & { deed: Extract<HubEntry['deed'], { namespace: string }> };

function applyToEndpoint(state: HubState, { deed, ...moment }: EndpointEntry): HubEvent[] {
    switch (deed.kind) {
        case 'endpoint-created':
            return endpointCreated(state, deed, moment);
        case 'endpoint-updated':
            return endpointUpdated(state, deed, moment);
        case 'endpoint-controlled':
            return endpointControlled(state, deed, moment);
        case 'endpoint-deleted':
            return endpointDeleted(state, deed);
        case 'endpoint-state':
            return endpointState(state, deed, moment);
    }
}
