import { ApiBridge } from '@rocket.chat/apps-engine/server/bridges/ApiBridge';
import type { AppApi } from '@rocket.chat/apps-engine/server/managers/AppApi';

export interface EndpointRoute {
    appId: string;
    /** As the app wrote it, `:param` parts included. */
    path: string;
    authRequired: boolean;
    /** Set for private endpoints. */
    hash?: string;
}

export interface EndpointMatch {
    route: EndpointRoute;
    params: Record<string, string>;
}

/** The endpoints that enabled apps have registered. */
export class EndpointBridge extends ApiBridge {
    private readonly routes = new Map<string, EndpointRoute[]>();

    /** The first endpoint of the app that fits a path such as `jobs/42`. */
    match(appId: string, path: string): EndpointMatch | undefined {
        for (const route of this.routes.get(appId) ?? []) {
            const params = matchPath(route.path, path);
            if (params) {
                return { route, params };
            }
        }
        return undefined;
    }

    protected async registerApi({ endpoint, hash }: AppApi, appId: string): Promise<void> {
        const route: EndpointRoute = { appId, path: endpoint.path, authRequired: endpoint.authRequired === true, hash };
        this.routes.set(appId, [...(this.routes.get(appId) ?? []), route]);
        return Promise.resolve();
    }

    protected async unregisterApis(appId: string): Promise<void> {
        this.routes.delete(appId);
        return Promise.resolve();
    }
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
    const wanted = segments(pattern);
    const given = segments(path);
    const params: Record<string, string> = {};
    const fits = wanted.length === given.length && wanted.every((part, at) => {
        if (part.startsWith(':')) {
            params[part.slice(1)] = decodeURIComponent(given[at] ?? '');
            return true;
        }
        return part === given[at];
    });
    return fits ? params : undefined;
}

const segments = (path: string): string[] => path.trim().split('/').filter(Boolean);
