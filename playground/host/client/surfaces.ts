import type { IUIKitInteraction } from '@rocket.chat/apps-engine/definition/uikit';
import type { Triggers } from './triggers';
import type { EventHub, SurfaceKind, SurfaceView } from '../workspace/events';
import { WorkspaceError } from '../workspace/workspace-error';
import { initialValues, stateOf } from './surface-state';
import type { SurfaceValues } from './surface-state';

export interface Surface {
    id: string;
    user: string;
    kind: SurfaceKind;
    view: SurfaceView;
    /** What the user has entered so far, by action id. */
    values: SurfaceValues;
    errors?: Record<string, string>;
}

/** Something an app sent to a client that no longer listened: a trigger was too old or already used. */
export interface DroppedInteraction {
    user: string;
    type: string;
    triggerId: string;
}

/** The modals and contextual bars that are open in the clients of this server. */
export class Surfaces {
    readonly dropped: DroppedInteraction[] = [];
    private readonly open = new Map<string, Surface>();

    constructor(private readonly triggers: Triggers, private readonly events: EventHub) {}

    of(user: string): Surface[] {
        return [...this.open.values()].filter((surface) => surface.user === user);
    }

    demand(user: string, id: string): Surface {
        const surface = this.open.get(keyOf(user, id));
        if (!surface) {
            throw new WorkspaceError('error-invalid-view', `${user} has no open view ${id}`);
        }
        return surface;
    }

    /** Takes what the server sends to a client, as its ActionManager does. */
    receive(user: string, interaction: IUIKitInteraction): void {
        const { triggerId, type } = interaction;
        if (!this.triggers.consume(triggerId, user)) {
            this.dropped.push({ user, type, triggerId });
            return;
        }
        const [surface, mode] = String(type).split('.');
        if (surface === 'errors' && 'errors' in interaction && 'viewId' in interaction) {
            this.showErrors(user, interaction.viewId as string, interaction.errors as Record<string, string>);
        } else if ('view' in interaction && mode === 'close') {
            this.close(user, (interaction.view as SurfaceView).id);
        } else if ('view' in interaction && (mode === 'open' || mode === 'update')) {
            this.show(user, interaction.view as SurfaceView, { kind: surface === 'modal' ? 'modal' : 'contextualBar', mode });
        }
    }

    /** The view as it is sent back, with the state of its inputs. */
    viewWithState(surface: Surface): SurfaceView & { state: Record<string, Record<string, unknown>> } {
        return { ...surface.view, state: stateOf(surface.view.blocks, surface.values) };
    }

    close(user: string, id: string): void {
        if (this.open.delete(keyOf(user, id))) {
            this.events.emit({ type: 'surfaceClosed', user, surfaceId: id });
        }
    }

    /** An update of a view that is not open any more is heard by nobody. */
    private show(user: string, view: SurfaceView, { kind, mode }: { kind: SurfaceKind; mode: 'open' | 'update' }): void {
        const before = this.open.get(keyOf(user, view.id));
        if (mode === 'update' && !before) {
            return;
        }
        if (mode === 'open' && kind === 'contextualBar') {
            this.of(user).filter((surface) => surface.kind === kind).forEach((surface) => this.close(user, surface.id));
        }
        const values = { ...initialValues(view.blocks), ...before?.values };
        this.open.set(keyOf(user, view.id), { id: view.id, user, kind, view, values });
        this.events.emit({ type: 'surface', user, kind, mode, view });
    }

    private showErrors(user: string, id: string, errors: Record<string, string>): void {
        const surface = this.open.get(keyOf(user, id));
        if (surface) {
            surface.errors = errors;
            this.events.emit({ type: 'viewErrors', user, surfaceId: id, errors });
        }
    }
}

const keyOf = (user: string, id: string): string => `${user}\n${id}`;
