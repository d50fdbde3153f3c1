import { maskTokens } from '../../services/hub';
import { neutraliseMentions } from '../../ui/text';

/**
 * Text as it may leave the app: calls nobody, whoever wrote it, and repeats no token, wherever it was found: typed by the
 * user, quoted by an error, forgotten in somebody's card.
 */
export function foreignSafe(text: string): string {
    return neutraliseMentions(maskTokens(text).text);
}
