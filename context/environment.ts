/**
 * The environment variable of the server that an app may read under `name`: its own id in capitals stands in front.
 * Source: Rocket.Chat's apps environmental variables bridge (apps/meteor/app/apps/server/bridges/environmental.ts).
 */
export function environmentName(appId: string, name: string): string {
    return `RC_APPS_${appId.toUpperCase().replaceAll('-', '_')}_${name}`;
}

/**
 * Where an endpoint of the app is reached; undefined where the workspace does not know its own address.
 * Source: Rocket.Chat's apps api bridge (apps/meteor/app/apps/server/bridges/api.ts).
 */
export function endpointUrl(siteUrl: string | undefined, appId: string, path: string): string | undefined {
    return siteUrl === undefined ? undefined : `${siteUrl.replace(/\/+$/, '')}/api/apps/public/${appId}/${path}`;
}
