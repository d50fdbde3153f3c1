import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { Room } from '../ctx';
import { isPublic } from './room-access';

/** The room as handlers know it. */
export const toRoom = (room: IRoom): Room => ({ id: room.id, name: room.displayName ?? room.slugifiedName, public: isPublic(room) });
