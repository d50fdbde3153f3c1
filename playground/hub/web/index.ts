import { pageNotFound } from '../errors';
import type { Route } from '../routing';
import { communityPages } from './community-pages';
import { devicePages } from './device-pages';
import { filePages } from './file-pages';
import { loginPages } from './login-pages';
import { page } from './page-routes';
import { repoListPages } from './repo-list-pages';
import { repoPageRoutes } from './repo-page';
import { settingsPages } from './settings-pages';
import { tokenPages } from './token-pages';

/** The Hub as people see it in a browser. It ends with a page for every address that is none, so it comes after all other routes. */
export const webRoutes: Route[] = [
    ...loginPages, ...devicePages, ...tokenPages, ...settingsPages, ...communityPages, ...repoListPages, ...filePages, ...repoPageRoutes,
    page('/:path{.+}', () => {
        throw pageNotFound();
    }),
];
