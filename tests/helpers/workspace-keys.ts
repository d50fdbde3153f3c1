import { makeKeys, type WorkspaceKeys } from '../../playground/host/engine/workspace-keys';

let made: WorkspaceKeys | undefined;

/** Keys for the new workspaces of this process: to make some for each would be a good part of what starting them takes. */
export function testKeys(): WorkspaceKeys {
    made ??= makeKeys();
    return made;
}
