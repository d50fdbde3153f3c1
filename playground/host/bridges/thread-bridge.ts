import { ThreadBridge } from '@rocket.chat/apps-engine/server/bridges/ThreadBridge';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { Workspace } from '../workspace/workspace';
import { toAppMessage } from './to-app';

/** Threads, with the server's quirk: no order, and the root appears twice. */
export class WorkspaceThreadBridge extends ThreadBridge {
    constructor(private readonly workspace: Workspace) {
        super();
    }

    protected async getById(messageId: string): Promise<IMessage[]> {
        const root = this.workspace.messages.byId(messageId);
        if (!root) {
            throw new Error(`There is no thread with id ${messageId}`);
        }
        const replies = this.workspace.messages.inThread(messageId);
        return Promise.resolve([root, ...replies.reverse(), root].map((message) => toAppMessage(this.workspace, message)));
    }
}
