/**
 * The environment variable of the server that an app may read under `name`: its own id in capitals stands in front.
 * Source: Rocket.Chat's apps environmental variables bridge (apps/meteor/app/apps/server/bridges/environmental.ts).
 */
export function environmentName(appId: string, name: string): string {
    return `RC_APPS_${appId.toUpperCase().replaceAll('-', '_')}_${name}`;
}
