import type { HostName } from '../host';
import type { Route } from '../routing';
import { webRoutes } from '../web/index';
import { cdnRoutes } from './cdn';
import { collectionRoutes } from './collections';
import { commitRoutes } from './commits';
import { contentHostRoutes } from './content';
import { credentialRoutes } from './credentials';
import { viewerRoutes } from './dataset-viewer';
import { discoveryRoutes } from './discovery';
import { discussionWriteRoutes } from './discussion-writes';
import { discussionRoutes } from './discussions';
import { endpointControlRoutes } from './endpoint-control';
import { endpointAuthRoutes, endpointRoutes } from './endpoints';
import { fileRoutes } from './files';
import { historyRoutes } from './history';
import { jobRoutes } from './jobs';
import { lfsRoutes } from './lfs';
import { oauthRoutes } from './oauth';
import { paperRoutes } from './papers';
import { preuploadRoutes } from './preupload';
import { profileRoutes } from './profiles';
import { refRoutes } from './refs';
import { repoCreateRoutes } from './repo-create';
import { repoDeleteRoutes } from './repo-delete';
import { repoInfoRoutes } from './repo-info';
import { repoListRoutes } from './repo-lists';
import { routerRoutes } from './router';
import { spaceControlRoutes } from './space-control';
import { spaceSettingRoutes } from './space-settings';
import { spaceStreamRoutes } from './space-streams';
import { spaceRoutes } from './spaces';
import { tagRoutes } from './tags';
import { validateYamlRoutes } from './validate-yaml';
import { webhookRoutes } from './webhooks';
import { whoamiRoutes } from './whoami';

/** Every route of every host. Fixed words come before routes with parameters in the same place. */
export const ROUTES: Record<HostName, readonly Route[]> = {
    hub: [
        ...whoamiRoutes, ...webhookRoutes, ...credentialRoutes, ...oauthRoutes, ...profileRoutes,
        ...discoveryRoutes, ...tagRoutes, ...collectionRoutes, ...paperRoutes, ...validateYamlRoutes, ...spaceRoutes, ...spaceControlRoutes, ...spaceSettingRoutes, ...spaceStreamRoutes, ...jobRoutes, ...endpointAuthRoutes,
        ...repoCreateRoutes, ...repoDeleteRoutes, ...repoListRoutes, ...fileRoutes, ...historyRoutes, ...commitRoutes, ...preuploadRoutes, ...lfsRoutes, ...refRoutes, ...discussionRoutes, ...discussionWriteRoutes, ...repoInfoRoutes,
        ...contentHostRoutes,
        ...webRoutes,
    ],
    cdn: cdnRoutes,
    router: routerRoutes,
    endpoints: [...endpointRoutes, ...endpointControlRoutes],
    viewer: viewerRoutes,
};
