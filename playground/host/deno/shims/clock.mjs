// The app's process has the machine's clock. A host whose clock was moved lets that of the app follow.

const machine = Date;
let ahead = 0;
const now = () => machine.now() + ahead;

/** Milliseconds by which all of this process is ahead of the machine from now on; timers run as before. */
export function setClockAhead(ms) {
    ahead = ms;
    if (globalThis.Date === machine) {
        globalThis.Date = new Proxy(machine, {
            construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
            get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
        });
    }
}
