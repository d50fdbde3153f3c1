import { spawn } from 'node:child_process';

/** Shows the address in the person's browser, where there is a screen to show it on. It is printed in any case. */
export function openBrowser(url: string): void {
    const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
    const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
    if (!hasScreen || process.env['CI'] || !process.stdout.isTTY) {
        return;
    }
    const child = spawn(command, [url], { stdio: 'ignore', detached: true });
    // No such program: the address is on the screen.
    child.on('error', () => child.unref());
    child.unref();
}
