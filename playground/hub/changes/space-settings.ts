import type { SpaceFacts } from '../model';
import { build, stageAt } from '../space-runtime';
import { HELD } from '../space-stages';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { DeedOf, Moment } from './entry';
import { theSpace } from './find';
import type { Space } from './find';
import { ChangeRefused } from './refused';

/** Its app reads them when it starts: one that is up starts again, one that its owner stopped does not. */
function changed({ repo, space }: Space, at: number): HubEvent[] {
    if (!HELD.includes(stageAt(space, at))) {
        build(space, 'restart', at);
    }
    return [{ scope: 'repo.config', action: 'update', repo, updatedConfig: {} }];
}

export function spaceVariableSaved(state: HubState, { space: id, key, value, description }: DeedOf<'space-variable-saved'>, { at }: Moment): HubEvent[] {
    const found = theSpace(state, id);
    found.space.variables.set(key, { value, description, updatedAt: at });
    return changed(found, at);
}

export function spaceSecretSaved(state: HubState, { space: id, key, description }: DeedOf<'space-secret-saved'>, { at }: Moment): HubEvent[] {
    const found = theSpace(state, id);
    found.space.secrets.set(key, { description, updatedAt: at });
    return changed(found, at);
}

const KEPT = { variable: (space: SpaceFacts) => space.variables, secret: (space: SpaceFacts) => space.secrets } as const;

export function spaceSettingDeleted(state: HubState, { space: id, what, key }: DeedOf<'space-setting-deleted'>, { at }: Moment): HubEvent[] {
    const found = theSpace(state, id);
    if (!KEPT[what](found.space).delete(key)) {
        throw new ChangeRefused(`${id} has no ${what} ${key}.`);
    }
    return changed(found, at);
}
