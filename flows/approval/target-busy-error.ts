/** Something else is being put in place where this was to go. What was approved is not void: it waits until that has settled. */
export class TargetBusyError extends Error {
    override readonly name = 'TargetBusyError';
}
