import type { ApprovalState } from '../../workflows/approval';
import type { Deployment } from '../details';

/** What a document is made from. */
export interface ComplianceRecord {
    /** Which kind of request it is, `deploy` for example. */
    readonly kind: string;
    /** Where it was asked for. */
    readonly roomId: string;
    readonly deployment: Deployment;
    /** Names by id, as they were when the facts were written. */
    readonly userNames: Readonly<Record<string, string>>;
    readonly roleNames: Readonly<Record<string, string>>;
    /** False when something stored could not be read: the document says so. */
    readonly intact: boolean;
    readonly state: ApprovalState;
}

function named(names: Readonly<Record<string, string>>, id: string): string {
    const name = Object.hasOwn(names, id) ? names[id] : undefined;
    return name === undefined || name === id ? id : `${name} (${id})`;
}

/** A name may be given away; the id stays whose it was. */
export const person = ({ userNames }: ComplianceRecord, id: string): string => named(userNames, id);

export const people = (record: ComplianceRecord, ids: readonly string[]): string | undefined => listed(ids.map((id) => person(record, id)));

export const roles = ({ roleNames }: ComplianceRecord, ids: readonly string[]): string | undefined => listed(ids.map((id) => named(roleNames, id)));

export const listed = (items: readonly string[]): string | undefined => (items.length === 0 ? undefined : items.join(', '));
