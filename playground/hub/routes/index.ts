import type { HostName } from '../host';
import type { Route } from '../routing';
import { cdnRoutes } from './cdn';
import { contentHostRoutes } from './content';
import { credentialRoutes } from './credentials';
import { discussionRoutes } from './discussions';
import { fileRoutes } from './files';
import { historyRoutes } from './history';
import { oauthRoutes } from './oauth';
import { repoInfoRoutes } from './repo-info';
import { repoListRoutes } from './repo-lists';
import { whoamiRoutes } from './whoami';

/** Every route of every host. Fixed words come before routes with parameters in the same place. */
export const ROUTES: Record<HostName, readonly Route[]> = {
    hub: [
        ...whoamiRoutes, ...credentialRoutes, ...oauthRoutes,
        ...repoListRoutes, ...fileRoutes, ...historyRoutes, ...discussionRoutes, ...repoInfoRoutes,
        ...contentHostRoutes,
    ],
    cdn: cdnRoutes,
    router: [],
    endpoints: [],
    viewer: [],
};
