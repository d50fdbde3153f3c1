// The Hub client redacts its own errors, and may import nothing above it: the function lives there.
export { redact } from '../hub/redact';
