import type { HostName } from '../host';
import type { Route } from '../routing';
import { repoInfoRoutes } from './repo-info';
import { repoListRoutes } from './repo-lists';
import { whoamiRoutes } from './whoami';

/** Every route of every host. Fixed words come before routes with parameters in the same place. */
export const ROUTES: Record<HostName, readonly Route[]> = {
    hub: [...whoamiRoutes, ...repoListRoutes, ...repoInfoRoutes],
    cdn: [],
    router: [],
    endpoints: [],
    viewer: [],
};
