import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';
import type { Param } from './params';

export interface Assignment {
    readonly key: string;
    readonly value: string;
}

/** All remaining words, each of the form `KEY=value`; a value with blanks stands in quotes. Throws UserError. */
export function assignments(summary: MessageKey): Param<Assignment[]> {
    return { summary, takesValue: true, required: false, many: true, read: (raws) => raws.map(readOne) };
}

function readOne(raw: string): Assignment {
    const [, key, value] = /^([^=]+)=([^]*)$/.exec(raw) ?? [];
    if (key === undefined || value === undefined) {
        throw new UserError({ key: 'space.variables.bad', values: { value: raw } });
    }
    return { key, value };
}
