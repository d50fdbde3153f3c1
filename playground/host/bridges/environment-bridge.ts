import { EnvironmentalVariableBridge } from '@rocket.chat/apps-engine/server/bridges/EnvironmentalVariableBridge';

const ALWAYS_READABLE = ['NODE_ENV', 'ROOT_URL', 'INSTANCE_IP'];

/** Environment variables of the server, which an app may read when their name starts with its own prefix. */
export class WorkspaceEnvironmentBridge extends EnvironmentalVariableBridge {
    constructor(private readonly values: Readonly<Record<string, string>>) {
        super();
    }

    protected async getValueByName(name: string, appId: string): Promise<string | undefined> {
        if (!readable(name, appId)) {
            throw new Error(`The environmental variable "${name}" is not readable.`);
        }
        return Promise.resolve(this.values[name]);
    }

    protected async isReadable(name: string, appId: string): Promise<boolean> {
        return Promise.resolve(readable(name, appId));
    }

    protected async isSet(name: string, appId: string): Promise<boolean> {
        if (!readable(name, appId)) {
            throw new Error(`The environmental variable "${name}" is not readable.`);
        }
        return Promise.resolve(this.values[name] !== undefined);
    }
}

/** `RC_APPS_` and the app's id in upper case, with `_` for `-`. */
function readable(name: string, appId: string): boolean {
    const prefix = `RC_APPS_${appId.toUpperCase().replace(/-/g, '_')}`;
    return ALWAYS_READABLE.includes(name.toUpperCase()) || name.toUpperCase().startsWith(prefix);
}
